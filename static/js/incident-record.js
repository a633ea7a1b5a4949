// From ticks, times and notes to papers: the chronological record, and drafts to take to a desk. Only what the reader
// has written or ticked is in them; what is not known stays a blank.
// A paper is a list of blocks: {kind: "title" | "heading" | "part" | "text" | "item" | "blank", text, key?}.

import { answerKey, leftOver } from "./incident-answers.js";
import { discoveredAt, due } from "./incident-deadlines.js";
import { dueLines, shownWithYear } from "./incident-words.js";

const at = (time) => (discoveredAt(time) === null ? "" : shownWithYear(discoveredAt(time)));

/** Compares entries by their time; those without one come last. */
export const byTime = (one, other) => (one.at || "9").localeCompare(other.at || "9");

/** The title of a noted step. An editor may have removed the step since: then the one it had, and that it is gone. */
const titleOf = (slug, step, steps, say) => steps[slug]?.title ?? say("gone-step", { title: step.title || slug });

/** What was done and noted, in the order of time. `steps`: {slug: {title}}. */
export function chronicle(incident, steps, desks, say) {
  const done = Object.entries(incident.steps)
    .filter(([, step]) => step.done)
    .map(([slug, step]) => ({ at: step.at, text: say("record-step", { title: titleOf(slug, step, steps, say), by: step.by ? say("record-by", { name: step.by }) : "" }), note: step.note }));
  const calls = incident.calls.map((call) => ({ at: call.at, text: say("record-call", { desk: desks[call.desk]?.name ?? call.desk }), note: "" }));
  const notes = incident.log.map((entry) => ({ at: entry.at, text: entry.text, note: "" }));
  const found = incident.discovered ? [{ at: incident.discovered, text: say("record-discovered"), note: "" }] : [];
  return [...found, ...done, ...calls, ...notes].sort(byTime);
}

/** Everything about one incident. `page`: {title, steps: {slug: {title, isPreparation}}, desks: {slug: {name}}, timed}. */
export function record(incident, page, say, now) {
  const open = Object.entries(page.steps).filter(([slug, step]) => !step.isPreparation && isOpen(incident.steps[slug]));
  return [
    { kind: "title", text: say("record-title", { name: incident.name }) },
    { kind: "text", text: say("record-made", { title: page.title, at: shownWithYear(now) }) },
    { kind: "heading", text: say("discovered") },
    at(incident.discovered) ? { kind: "text", text: at(incident.discovered) } : { kind: "blank" },
    { kind: "heading", text: say("what") },
    written(incident.facts.what),
    { kind: "heading", text: say("affected") },
    written(incident.facts.affected),
    { kind: "heading", text: say("course") },
    ...items(chronicle(incident, page.steps, page.desks, say), say),
    ...deadlines(incident, page, say),
    { kind: "heading", text: say("open-steps") },
    ...(open.length ? open.map(([, step]) => ({ kind: "item", text: step.title })) : [{ kind: "text", text: say("none") }]),
    ...notApplicable(incident, page, say),
    ...notesOfOpen(incident, page, say),
  ];
}

/** A draft for one desk, with what that desk asks for as headings. `desk`: {slug, name, number, form, email, web, prepare:
 * [line]}; whether it has one way or several, "" stands for those it has not. */
export function draft(incident, desk, page, say, now) {
  const course = chronicle(incident, page.steps, page.desks, say);
  return [
    { kind: "title", text: say("draft-title", { desk: desk.name }) },
    { kind: "text", text: say("draft-made", { at: shownWithYear(now) }) },
    ...["number", "form", "email", "web"].filter((way) => desk[way]).map((way) => ({ kind: "text", text: say(`draft-${way}`, desk) })),
    { kind: "heading", text: say("what") },
    written(incident.facts.what),
    { kind: "heading", text: say("when") },
    at(incident.discovered) ? { kind: "text", text: say("draft-discovered", { at: at(incident.discovered) }) } : { kind: "blank" },
    { kind: "heading", text: say("did") },
    ...items(course.filter((entry) => entry.at !== incident.discovered || entry.text !== say("record-discovered")), say),
    { kind: "heading", text: say("affected") },
    written(incident.facts.affected),
    { kind: "heading", text: say("contacted") },
    ...items(incident.calls.map((call) => ({ at: call.at, text: page.desks[call.desk]?.name ?? call.desk, note: "" })).sort(byTime), say),
    { kind: "heading", text: say("asked-for", { desk: desk.name }) },
    ...desk.prepare.flatMap((line) => asked(line, answerKey(desk.slug, line), incident)),
    ...noLongerAsked(incident, desk, say),
  ];
}

const asked = (line, key, incident) => [
  { kind: "part", text: line },
  { kind: "blank", key, text: incident.answers[key] ?? "" },
];

/** What was written is never lost: answers to lines that editors have changed or removed keep the question they had. */
function noLongerAsked(incident, desk, say) {
  const found = leftOver(incident.answers, desk.slug, desk.prepare);
  if (!found.length) return [];
  return [
    { kind: "heading", text: say("no-longer-asked") },
    ...found.flatMap(({ key, line, place }) => asked(line || say("line-of-place", { place }), key, incident)),
  ];
}

function written(text) {
  return text?.trim() ? { kind: "text", text } : { kind: "blank" };
}

function items(entries, say) {
  if (!entries.length) return [{ kind: "blank" }];
  return entries.map((entry) => ({
    kind: "item",
    text: [at(entry.at) || say("no-time"), entry.text].join(" ") + (entry.note ? `\n${entry.note}` : ""),
  }));
}

function deadlines(incident, page, say) {
  const discovered = discoveredAt(incident.discovered);
  const timed = page.timed.filter((step) => !incident.steps[step.slug]?.notApplicable);
  if (discovered === null || !timed.length) return [];
  return [
    { kind: "heading", text: say("deadlines") },
    ...timed.map((step) => {
      const limits = due(discovered, step.hours, step.latestHours);
      return { kind: "item", text: [step.title, ...dueLines(limits, say, shownWithYear), step.source].join("\n") };
    }),
  ];
}

const isOpen = (step) => !step?.done && !step?.notApplicable;

function notApplicable(incident, page, say) {
  const entries = Object.entries(incident.steps)
    .filter(([, step]) => step.notApplicable)
    .map(([slug, step]) => ({ at: step.notApplicable, text: titleOf(slug, step, page.steps, say), note: step.note }));
  return entries.length ? [{ kind: "heading", text: say("not-applicable-steps") }, ...items(entries.sort(byTime), say)] : [];
}

function notesOfOpen(incident, page, say) {
  const noted = Object.entries(incident.steps).filter(([, step]) => isOpen(step) && step.note);
  if (!noted.length) return [];
  return [
    { kind: "heading", text: say("notes") },
    ...noted.map(([slug, step]) => ({ kind: "item", text: `${titleOf(slug, step, page.steps, say)}\n${step.note}` })),
  ];
}

/** The paper as Markdown. Signs that Markdown would take for its own are written so that they stay what they are. */
export function markdown(blocks, say) {
  const line = (text) =>
    text
      .replace(/[\\`*_[\]<>|~]/g, "\\$&")
      .replace(/^(\s*)([#+-])/gm, "$1\\$2")
      .replace(/^(\s*\d+)([.)])/gm, "$1\\$2");
  const inItem = (text) => line(text).split("\n").join("\n  ");
  const one = {
    title: (block) => `# ${line(block.text)}`,
    heading: (block) => `\n## ${line(block.text)}\n`,
    part: (block) => `\n### ${line(block.text)}\n`,
    text: (block) => `\n${line(block.text).split("\n").join("  \n")}`,
    item: (block) => `- ${inItem(block.text)}`,
    blank: (block) => (block.text?.trim() ? line(block.text).split("\n").join("  \n") : `(${say("blank")})`),
  };
  return `${blocks.map((block) => one[block.kind](block)).join("\n").replace(/\n{3,}/g, "\n\n").trim()}\n`;
}
