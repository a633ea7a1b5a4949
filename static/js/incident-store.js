// What a reader notes while working through a playbook, kept in this browser and nowhere else: several incidents side
// by side. An incident is
//   {id, playbook, name, hasOwnName, discovered, steps: {slug: {title, done, at, by, note, notApplicable}},
//    calls: [{desk, at}], log: [{at, text}], facts: {what, affected}, answers: {"desk/line": text}}
// with times as Japanese wall time ("2026-11-22T10:00", "" when not known). `notApplicable` is when a step was found not to
// apply; a step that was ticked and is no longer keeps its `at`. `title` is the step's when it was noted: editors may remove
// it. A name of its own was written by the reader; another one follows the discovery. Answers: see incident-answers.js.

import { discoveredAt } from "./incident-deadlines.js";

const KEY = "seco.incidents.1";
export const FILE_FORMAT = "seco-incident/1";
const LARGEST_FILE = 1_000_000; // characters
const LONGEST = 10_000; // characters of one text
const MOST = 2_000; // entries of one list

export class Store {
  constructor(storage) {
    this.storage = storage;
  }

  /** Every incident, the oldest first. What is damaged is left out. */
  all() {
    let kept;
    try {
      kept = JSON.parse(this.storage.getItem(KEY) ?? "[]");
    } catch {
      return [];
    }
    return (Array.isArray(kept) ? kept : []).map(cleaned).filter(Boolean);
  }

  of(playbook) {
    return this.all().filter((incident) => incident.playbook === playbook);
  }

  get(id) {
    return this.all().find((incident) => incident.id === id) ?? null;
  }

  /** False when the browser keeps nothing (private window, full, forbidden). */
  save(incident) {
    const others = this.all();
    const place = others.findIndex((other) => other.id === incident.id);
    if (place < 0) others.push(incident);
    else others[place] = incident;
    return this.#write(others);
  }

  remove(id) {
    return this.#write(this.all().filter((incident) => incident.id !== id));
  }

  clear() {
    try {
      this.storage.removeItem(KEY);
      return true;
    } catch {
      return false;
    }
  }

  #write(incidents) {
    try {
      this.storage.setItem(KEY, JSON.stringify(incidents));
      return true;
    } catch {
      return false;
    }
  }

  static isOurs(key) {
    return key === KEY || key === null;
  }
}

export function newIncident(playbook, name) {
  return { id: newId(), playbook, name, hasOwnName: false, discovered: "", steps: {}, calls: [], log: [], facts: {}, answers: {} };
}

/** crypto.randomUUID is missing where a page comes without TLS. */
function newId() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The noted parts of a step, which begins empty, under the title it has now. */
export function stepOf(incident, slug, title) {
  incident.steps[slug] ??= { done: false, at: "", by: "", note: "", notApplicable: "" };
  return Object.assign(incident.steps[slug], { title });
}

/** {done, total} of these steps; what does not apply is not among them. */
export function progressOf(incident, slugs) {
  const steps = slugs.map((slug) => incident?.steps[slug]);
  return { done: steps.filter((step) => step?.done).length, total: steps.filter((step) => !step?.notApplicable).length };
}

export function asFile(incident) {
  return `${JSON.stringify({ format: FILE_FORMAT, incident }, null, 1)}\n`;
}

/** {incident} with an id of its own, so that nothing kept is overwritten, or {problem, playbook?}: "large", "json",
 * "format", "damaged", "playbook" (the file belongs to another playbook, which is named). */
export function fromFile(text, playbook) {
  if (text.length > LARGEST_FILE) return { problem: "large" };
  let data;
  try {
    data = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return { problem: "json" };
  }
  if (data?.format !== FILE_FORMAT) return { problem: "format" };
  const incident = cleaned(data.incident, { strict: true });
  if (!incident) return { problem: "damaged" };
  if (incident.playbook !== playbook) return { problem: "playbook", playbook: incident.playbook };
  return { incident: { ...incident, id: newId() } };
}

/** The incident with the known parts only, or null when it is none. `strict`: one wrong part spoils the whole. */
function cleaned(data, { strict = false } = {}) {
  const wrong = [];
  const text = (value) => (value === undefined ? "" : typeof value === "string" && value.length <= LONGEST ? value : (wrong.push(value), ""));
  const moment = (value) => (value === undefined || value === "" ? "" : typeof value === "string" && discoveredAt(value) !== null ? value : (wrong.push(value), ""));
  const flag = (value) => (value === undefined ? false : typeof value === "boolean" ? value : (wrong.push(value), false));
  const entries = (value) => (value === undefined ? [] : isPlain(value) && Object.keys(value).length <= MOST ? Object.entries(value) : (wrong.push(value), []));
  const list = (value) => (value === undefined ? [] : Array.isArray(value) && value.length <= MOST && value.every(isPlain) ? value : (wrong.push(value), []));

  if (!isPlain(data) || typeof data.playbook !== "string" || !/^[-a-zA-Z0-9_]{1,80}$/.test(data.playbook)) return null;
  if (typeof data.id !== "string" || !/^[0-9a-f]{8,64}$/.test(data.id)) return null;
  const facts = Object.fromEntries(entries(data.facts));
  const steps = entries(data.steps).filter(([slug, step]) => (/^[-a-zA-Z0-9_]{1,80}$/.test(slug) && isPlain(step)) || wrong.push(slug) === 0);
  const found = {
    id: data.id,
    playbook: data.playbook,
    name: text(data.name),
    hasOwnName: data.hasOwnName === undefined || flag(data.hasOwnName), // before this mark nobody knows
    discovered: moment(data.discovered),
    steps: Object.fromEntries(steps.map(([slug, step]) => [slug, cleanedStep(step, { flag, moment, text })])),
    calls: list(data.calls).map((call) => ({ desk: text(call.desk), at: moment(call.at) })),
    log: list(data.log).map((entry) => ({ at: moment(entry.at), text: text(entry.text) })),
    facts: { what: text(facts.what), affected: text(facts.affected) },
    answers: Object.fromEntries(entries(data.answers).map(([heading, answer]) => [heading.slice(0, 200), text(answer)])),
  };
  return strict && wrong.length ? null : found;
}

/** A step is done or does not apply, never both. Files from before that mark, or before titles were kept, have none. */
function cleanedStep(step, { flag, moment, text }) {
  const [done, notApplicable] = [flag(step.done), moment(step.notApplicable)];
  return { title: text(step.title), done, at: moment(step.at), by: text(step.by), note: text(step.note), notApplicable: done ? "" : notApplicable };
}

function isPlain(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
