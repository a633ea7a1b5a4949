// The roadmap as one's own walk: done, next, later, a date for each, and a plan to take along. Nothing is sent anywhere.

import { wallTime } from "./incident-deadlines.js";
import { calendar, download, table } from "./incident-files.js";
import { element, readWords, unhide } from "./incident-words.js";
import { Progress, isDone, toDo } from "./roadmap-store.js";

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

/** The stops of the page as a tree, each with its element. */
function stopsIn(list) {
  return [...list.children].map((item) => {
    const below = item.querySelector(":scope > .mission-stops");
    return { item, slug: item.dataset.mission, choice: item.dataset.choice ?? "all", children: below ? stopsIn(below) : [] };
  });
}

function walk() {
  return [...document.querySelectorAll("[data-stage] > .mission-stops")].flatMap(stopsIn);
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
  for (const stop of every(stops)) showState(stop, isDone(stop, marks) ? "done" : stop === left[0] ? "next" : "");
  const leaves = every(stops).filter((stop) => !stop.children.length);
  const done = leaves.filter((stop) => marks[stop.slug]?.done).length;
  const panel = document.getElementById("plan-panel");
  panel.querySelector("[data-progress]").textContent = say("progress", { done, total: leaves.length });
  panel.querySelector("[data-next]").replaceChildren(...nextLine(left[0]));
}

function nextLine(stop) {
  if (!stop) return [say("all-done")];
  const link = stop.item.querySelector(".mission-stop__question a");
  return [element("a", say("next-is", { title: link.textContent.trim() }), { href: link.href })];
}

function showState(stop, state) {
  stop.item.classList.toggle("mission-stop--done", state === "done");
  stop.item.classList.toggle("mission-stop--next", state === "next");
  stop.item.querySelector(":scope > [data-state-tag]")?.remove();
  if (!state) return;
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

function facts(stop) {
  const link = stop.item.querySelector(".mission-stop__question a");
  return { ...stop.item.dataset, stage: stop.item.closest("[data-stage]").dataset.stage, question: link.textContent.trim(), url: link.href };
}

function planRows() {
  const marks = progress.marks;
  const left = toDo(walk(), marks);
  const columns = ["stage", "code", "code-v3", "title", "question", "role", "effort", "evidence", "state", "by", "done", "url"];
  const rows = every(walk()).filter((stop) => !stop.children.length).map((stop) => {
    const about = facts(stop);
    const { done = "", by = "" } = marks[stop.slug] ?? {};
    const state = done ? "done" : stop.slug === left[0]?.slug ? "next" : "later";
    return [about.stage, about.code, about.codeV3, about.title, about.question, about.role, about.effort, about.evidence, say(state), by, done, about.url];
  });
  return [columns.map((column) => say(`column-${column}`)), ...rows];
}

function planEvents() {
  const marks = progress.marks;
  return every(walk())
    .filter((stop) => !stop.children.length && marks[stop.slug]?.by && !marks[stop.slug].done)
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
