// The wording that scripts show, and how they write times. It stands in the page, in its language: <template><span data-word="name">…{blank}…</span>.

import { wallTime } from "./incident-deadlines.js";

export function readWords(template) {
  const found = Object.fromEntries([...template.content.querySelectorAll("[data-word]")].map((word) => [word.dataset.word, word.textContent.trim()]));
  return (name, blanks = {}) => (found[name] ?? name).replace(/\{(\w+)\}/g, (_all, blank) => blanks[blank] ?? "").trim();
}

const language = document.documentElement.lang || "ja";
const format = (options) => new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { timeZone: "Asia/Tokyo", ...options });
const day = { month: "long", day: "numeric", weekday: "short" };
const clock = { hour: "numeric", minute: "2-digit", hourCycle: "h23" };
const [short, whole] = [format({ ...day, ...clock }), format({ year: "numeric", ...day, ...clock })];
const [shortDay, wholeDay] = [format(day), format({ year: "numeric", ...day })];

/** A moment for reading: 11月25日(水) 10:00, with the year when it is not this one. */
export function shown(moment) {
  return (isThisYear(moment) ? short : whole).format(moment);
}

/** For paper and files, which are read in other years, too. */
export function shownWithYear(moment) {
  return whole.format(moment);
}

/** "2026-11-24" for reading. */
export function shownDay(written) {
  const moment = Date.parse(`${written}T00:00:00+09:00`);
  return (isThisYear(moment) ? shortDay : wholeDay).format(moment);
}

function isThisYear(moment) {
  return wallTime(moment).slice(0, 4) === wallTime(Date.now()).slice(0, 4);
}

/** What `due` found, for reading: by when, and where the days can be counted in two ways, how this was counted. The first
 * line is also printed, so it has the year; `written` is how the other moments are written. */
export function dueLines(limits, say, written = shown) {
  if (!limits.safeDay) {
    const [first, last] = [limits.first, limits.last].map((limit) => (limit === null ? "" : shownWithYear(limit)));
    return [say(last ? "due-range" : "due", { first, last })];
  }
  const [first, last] = [limits.first, limits.last].map((limit) => (limit === null ? "" : written(limit)));
  const safe = wholeDay.format(Date.parse(`${limits.safeDay}T00:00:00+09:00`));
  return [say("due", { first: safe }), say(last ? "counted-range" : "counted", { first, last })];
}

/** How far an incident has come ({done, total}), and plainly when nothing is left. */
export function progressLine({ done, total }, say) {
  return say(total && done === total ? "progress-all" : "progress", { done, total });
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
