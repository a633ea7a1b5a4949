// The wording that scripts show. It stands in the page, in its language: <template><span data-word="name">…{blank}…</span>.

export function readWords(template) {
  const found = Object.fromEntries([...template.content.querySelectorAll("[data-word]")].map((word) => [word.dataset.word, word.textContent.trim()]));
  return (name, blanks = {}) => (found[name] ?? name).replace(/\{(\w+)\}/g, (_all, blank) => blanks[blank] ?? "").trim();
}

const language = document.documentElement.lang || "ja";
const format = (options) => new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { timeZone: "Asia/Tokyo", ...options });
const withTime = format({ month: "long", day: "numeric", weekday: "short", hour: "numeric", minute: "2-digit", hourCycle: "h23" });
const whole = format({ year: "numeric", month: "long", day: "numeric", weekday: "short", hour: "numeric", minute: "2-digit", hourCycle: "h23" });
const dayOnly = format({ month: "long", day: "numeric", weekday: "short" });

/** A moment for reading: 11月25日(水) 10:00. */
export function shown(moment) {
  return withTime.format(moment);
}

export function shownWithYear(moment) {
  return whole.format(moment);
}

/** "2026-11-24" for reading. */
export function shownDay(day) {
  return dayOnly.format(Date.parse(`${day}T00:00:00+09:00`));
}

/** What `due` found, in one or two lines for reading. */
export function dueLines(limits, say) {
  const [first, last] = [limits.first, limits.last].map((limit) => (limit === null ? "" : shown(limit)));
  const lines = [limits.last === null ? say("due", { first }) : say("due-range", { first, last })];
  return limits.safeDay ? [...lines, say("safe-day", { day: shownDay(limits.safeDay) })] : lines;
}

/** Show what only works with scripts. */
export function unhide(root = document) {
  for (const part of root.querySelectorAll("[data-needs-script]")) part.hidden = false;
}

/** A new element with text, never with markup. */
export function element(name, text = "", attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}
