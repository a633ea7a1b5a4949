// The roadmap as one's own walk: done, next, later, a date for each, and a plan to take along. Nothing is sent anywhere.

import { wallTime } from "./incident-deadlines.js";
import { calendar, download, table } from "./incident-files.js";
import { element, readWords, unhide } from "./incident-words.js";
import { Progress, counted, isDone, spared, toDo } from "./roadmap-store.js";

const say = readWords(document.getElementById("roadmap-words"));
const progress = new Progress(storage());
const controls = [...document.querySelectorAll("[data-mission]:not([data-choice])")].map(addControl);

unhide();
wirePanel();
wireAnswers();
addEventListener("storage", show);
show();

function storage() {
  try {
    return window.localStorage;
  } catch {
    return { getItem: () => null, removeItem: () => {}, setItem: () => { throw new Error("no storage"); } };
  }
}

function today() {
  return wallTime(Date.now()).slice(0, 10);
}

function message(text) {
  for (const place of document.querySelectorAll("[data-message]")) place.textContent = text;
}

function mark(slug, change) {
  message(progress.mark(slug, change) ? "" : say("not-kept"));
  show();
}

function addControl(stop) {
  stop.append(document.getElementById("mission-progress").content.cloneNode(true));
  const part = stop.lastElementChild;
  const [done, by] = ["done", "by"].map((name) => part.querySelector(`[data-mark="${name}"]`));
  const slug = stop.dataset.mission;
  done.addEventListener("change", () => mark(slug, { done: done.checked ? today() : "" }));
  by.addEventListener("change", () => mark(slug, { by: by.value }));
  return (marks) => {
    done.checked = Boolean(marks[slug]?.done);
    if (by !== document.activeElement) by.value = marks[slug]?.by ?? "";
    showOnPaper(stop, marks[slug]);
  };
}

/** On paper, what is marked stands where one would write it. */
function showOnPaper(stop, { done = "", by = "" } = {}) {
  const [box, line] = stop.querySelectorAll(":scope > .mission-stop__signoff > span");
  if (!box) return;
  line.dataset.label ??= line.textContent;
  box.textContent = `${done ? "☑" : "□"} ${say("done")} ${done}`.trim();
  line.textContent = `${line.dataset.label} ${by}`.trim();
}

/** The stops of the page as a tree, each with its element and the stops it stands under. */
function stopsIn(list, above = []) {
  return [...list.children].map((item) => {
    const below = item.querySelector(":scope > .mission-stops");
    const stop = { item, above, slug: item.dataset.mission, choice: item.dataset.choice ?? "all" };
    return { ...stop, children: below ? stopsIn(below, [...above, stop]) : [] };
  });
}

function walk() {
  return [...document.querySelectorAll("[data-stage] > .mission-stops")].flatMap((list) => stopsIn(list));
}

function every(stops) {
  return stops.flatMap((stop) => [stop, ...every(stop.children)]);
}

function show() {
  const marks = progress.marks;
  for (const control of controls) control(marks);
  const stops = walk();
  if (!stops.length) return;
  const left = toDo(stops, marks);
  const states = statesOf(stops, marks);
  for (const stop of every(stops)) showState(stop, states(stop));
  const goals = counted(stops);
  const done = goals.filter((stop) => isDone(stop, marks)).length;
  const panel = document.getElementById("plan-panel");
  panel.querySelector("[data-progress]").textContent = say("progress", { done, total: goals.length });
  panel.querySelector("[data-next]").replaceChildren(...nextLine(left[0]));
}

/** A function that gives the state of a stop: "done", "next", "spared" or "later". */
function statesOf(stops, marks) {
  const next = toDo(stops, marks)[0];
  const notNeeded = spared(stops, marks);
  return (stop) => (isDone(stop, marks) ? "done" : stop === next ? "next" : notNeeded.includes(stop) ? "spared" : "later");
}

function nextLine(stop) {
  if (!stop) return [say("all-done")];
  const link = linkOf(stop);
  return [element("a", say("next-is", { title: link.textContent.trim() }), { href: link.href })];
}

function showState(stop, state) {
  stop.item.classList.toggle("mission-stop--done", state === "done");
  stop.item.classList.toggle("mission-stop--next", state === "next");
  stop.item.querySelector(":scope > [data-state-tag]")?.remove();
  if (state === "later") return;
  const tag = element("p", "", { "data-state-tag": "" });
  tag.append(element("span", say(state), { class: "tag tag--strong" }));
  stop.item.prepend(tag);
}

function wirePanel() {
  const on = (name, run) => document.querySelector(`[data-do="${name}"]`)?.addEventListener("click", run);
  on("csv", () => {
    download(`${say("plan")}.csv`, table(planRows()), "text/csv");
    message(say("saved-file"));
  });
  on("calendar", () => {
    const events = planEvents();
    if (!events.length) return message(say("calendar-needs"));
    download(`${say("plan")}.ics`, calendar(events, Date.now()), "text/calendar");
    return message(say("saved-file"));
  });
  on("print", () => print());
  on("wipe", () => {
    if (!confirm(say("ask-wipe"))) return;
    progress.clear();
    show();
    message(say("removed"));
  });
}

function linkOf(stop) {
  return stop.item.querySelector(".mission-stop__question a");
}

/** How the ways above a stop are chosen from, where there is a choice: "… (any one of these)". */
function choices(stop) {
  const from = stop.above.findIndex((way) => way.choice === "any");
  return from < 0 ? "" : stop.above.slice(from).map((way) => say(`choose-${way.choice}`, { title: linkOf(way).textContent.trim() })).join(" / ");
}

function facts(stop) {
  const link = linkOf(stop);
  return { ...stop.item.dataset, stage: stop.item.closest("[data-stage]").dataset.stage, question: link.textContent.trim(), url: link.href };
}

function planRows() {
  const [marks, stops] = [progress.marks, walk()];
  const states = statesOf(stops, marks);
  const columns = ["stage", "code", "code-v3", "title", "question", "choice", "role", "effort", "evidence", "state", "by", "done", "url"];
  const rows = every(stops).filter((stop) => !stop.children.length).map((stop) => {
    const about = facts(stop);
    const { done = "", by = "" } = marks[stop.slug] ?? {};
    return [about.stage, about.code, about.codeV3, about.title, about.question, choices(stop), about.role, about.effort, about.evidence, say(states(stop)), by, done, about.url];
  });
  return [columns.map((column) => say(`column-${column}`)), ...rows];
}

function planEvents() {
  const [marks, stops] = [progress.marks, walk()];
  const notNeeded = spared(stops, marks);
  return every(stops)
    .filter((stop) => !stop.children.length && marks[stop.slug]?.by && !marks[stop.slug].done && !notNeeded.includes(stop))
    .map((stop) => {
      const about = facts(stop);
      return { uid: `${stop.slug}@seco-roadmap`, day: marks[stop.slug].by, title: `STEP ${about.stage} ${about.title}`, text: say("event-text", about), url: about.url };
    });
}

function wireAnswers() {
  const part = document.querySelector("[data-answered-yes]");
  if (!part) return;
  const slugs = part.dataset.answeredYes.split(" ").filter(Boolean);
  part.hidden = slugs.length === 0;
  part.querySelector("[data-do]").addEventListener("click", () => {
    for (const slug of slugs) mark(slug, { done: progress.marks[slug]?.done || today() });
    message(say("marked", { count: slugs.length }));
  });
}
