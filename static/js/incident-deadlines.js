// When is something due, counted from the discovery? The twin of incidents/deadlines.py, held to the same table of
// cases (incidents/tests/deadline_cases.json). Moments are milliseconds. Japan has had no summer time since 1951, so
// its clock is always nine hours ahead.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24; // hours
const OFFSET = 9 * HOUR;
const WRITTEN = /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2})$/;

/** The moment that "2026-11-22T10:00" names in Japan, or null when it names none. */
export function discoveredAt(text) {
  const found = WRITTEN.exec(text);
  if (!found) return null;
  const [year, month, day, hour, minute] = found.slice(1).map(Number);
  const moment = Date.UTC(year, month - 1, day, hour, minute) - OFFSET;
  return year >= 2000 && year <= 2099 && wallTime(moment) === text ? moment : null;
}

/** A moment as Japanese wall time: "2026-11-22T10:00". */
export function wallTime(moment) {
  return new Date(moment + OFFSET).toISOString().slice(0, 16);
}

/** {first, last, safeDay, by}: that many hours later, the later end of a range or null, the last day ("2026-11-24") if the
 * day of the discovery is counted as the first, or null for rules that are not of whole days, and the limit to keep to
 * whichever way the days are counted: the end of the safe day. */
export function due(discovered, hours, latestHours = null) {
  const days = Math.floor(hours / DAY);
  const first = discovered + hours * HOUR;
  const safeDay = days && hours % DAY === 0 ? wallTime(discovered + (days - 1) * DAY * HOUR).slice(0, 10) : null;
  return {
    first,
    last: latestHours ? discovered + latestHours * HOUR : null,
    safeDay,
    by: safeDay ? Date.parse(`${safeDay}T24:00+09:00`) : first,
  };
}

/** {state, days, hours, minutes}: "ahead" of the limit to keep to, "between" it and the latest that can be meant, "past"
 * since then. */
export function left(limits, moment) {
  const end = limits.last ?? limits.first;
  if (moment < limits.by) return whole("ahead", limits.by - moment);
  if (moment < end) return whole("between", end - moment);
  return whole("past", moment - end);
}

function whole(state, span) {
  const minutes = Math.floor(span / MINUTE);
  return { state, days: Math.floor(minutes / (60 * DAY)), hours: Math.floor(minutes / 60) % DAY, minutes: minutes % 60 };
}
