// How far a company has come on the roadmap: {slug: {done: "2026-11-23" | "", by: "2026-12-01" | ""}}, kept in this browser
// and nowhere else.

const KEY = "seco.roadmap.1";
const DAY = /^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

export class Progress {
  constructor(storage) {
    this.storage = storage;
    this.unkept = null; // what is marked, where the browser keeps nothing
  }

  get marks() {
    if (this.unkept) return this.unkept;
    try {
      return cleaned(JSON.parse(this.storage.getItem(KEY) ?? "{}"));
    } catch {
      return {};
    }
  }

  /** False when the browser keeps nothing. */
  mark(slug, change) {
    const marks = this.marks;
    marks[slug] = { done: "", by: "", ...marks[slug], ...change };
    try {
      this.storage.setItem(KEY, JSON.stringify(marks));
      return true;
    } catch {
      this.unkept = marks;
      return false;
    }
  }

  clear() {
    this.unkept = null;
    try {
      this.storage.removeItem(KEY);
    } catch {
      // Where nothing can be kept there is nothing to remove.
    }
  }
}

function cleaned(data) {
  const day = (value) => (typeof value === "string" && DAY.test(value) ? value : "");
  const entries = typeof data === "object" && data !== null ? Object.entries(data) : [];
  return Object.fromEntries(entries.filter(([, mark]) => mark).map(([slug, mark]) => [slug, { done: day(mark.done), by: day(mark.by) }]));
}

/** Is a stop done? A stop is {slug, choice, children}. The same rule as roadmap/path.py. */
export function isDone(stop, marks) {
  if (!stop.children.length) return Boolean(marks[stop.slug]?.done);
  const found = stop.children.map((child) => isDone(child, marks));
  return stop.choice === "any" ? found.some(Boolean) : found.every(Boolean);
}

/** The leaves that remain, in order; where any one will do, those of the first way. */
export function toDo(stops, marks) {
  return stops.flatMap((stop) => {
    if (isDone(stop, marks)) return [];
    if (!stop.children.length) return [stop];
    return toDo(stop.choice === "any" ? stop.children.slice(0, 1) : stop.children, marks);
  });
}

/** What the progress is counted in: where any one of several ways will do, they count as one. */
export function counted(stops) {
  return stops.flatMap((stop) => (stop.children.length && stop.choice !== "any" ? counted(stop.children) : [stop]));
}

/** The leaves that nobody has to do any more, since another way was chosen. */
export function spared(stops, marks, isSpared = false) {
  return stops.flatMap((stop) => {
    if (!stop.children.length) return isSpared && !isDone(stop, marks) ? [stop] : [];
    return spared(stop.children, marks, isSpared || (stop.choice === "any" && isDone(stop, marks)));
  });
}
