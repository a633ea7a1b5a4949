// Which incident this tab works on. Every change goes through `change`, is kept at once and told to every part of the page.

import { Store, newIncident } from "./incident-store.js";
import { wallTime } from "./incident-deadlines.js";
import { shownDay } from "./incident-words.js";

const CURRENT = "seco.incident.current"; // of this tab: two tabs may work on two incidents

export class Session {
  constructor(store, playbook, say) {
    this.store = store;
    this.playbook = playbook;
    this.say = say;
    this.listeners = [];
    this.isKept = true;
    this.unkept = null; // the incident, where the browser keeps nothing
    this.id = this.#remembered();
    addEventListener("storage", (event) => {
      if (Store.isOurs(event.key)) this.#tell();
    });
  }

  /** The incident of this tab, or null as long as nothing has been noted. */
  get incident() {
    return this.unkept ?? (this.id ? this.store.get(this.id) : null);
  }

  onChange(listener) {
    this.listeners.push(listener);
  }

  /** Let `edit` change the incident, which begins with the first change. */
  change(edit) {
    const incident = this.incident ?? this.#newIncident();
    const before = incident.discovered;
    edit(incident);
    const isCorrected = incident.discovered && incident.discovered !== before;
    if (isCorrected && !incident.hasOwnName) incident.name = this.#freeName(this.#dayName(incident.discovered), incident.id);
    this.keep(incident);
  }

  /** A name that the reader has written stays, whatever becomes of the discovery. */
  rename(name) {
    this.change((incident) => Object.assign(incident, name.trim() ? { name: name.trim(), hasOwnName: true } : {}));
  }

  keep(incident) {
    this.isKept = this.store.save(incident);
    this.unkept = this.isKept ? null : incident;
    this.select(incident.id);
  }

  /** An incident from elsewhere, under a name that none here has. */
  adopt(incident) {
    this.keep({ ...incident, name: this.#freeName(incident.name || this.#dayName(incident.discovered || today())) });
  }

  /** Work on here what was discovered there: an incident of another playbook. One without a discovery is not doubled. */
  takeOver({ name, hasOwnName, discovered }) {
    const incident = this.incident && !this.incident.discovered ? this.incident : this.#newIncident();
    if (!incident.hasOwnName) Object.assign(incident, { name: this.#freeName(name, incident.id), hasOwnName });
    this.keep({ ...incident, discovered });
  }

  /** `id` is "" for a new incident, which is kept only when something is noted. */
  select(id) {
    this.id = id;
    if (this.unkept?.id !== id) this.unkept = null;
    remember(id);
    this.#tell();
  }

  start() {
    this.unkept = null;
    this.keep(this.#newIncident());
  }

  remove() {
    this.unkept = null;
    this.store.remove(this.id);
    this.select(this.store.of(this.playbook).at(-1)?.id ?? "");
  }

  wipe() {
    this.unkept = null;
    this.store.clear();
    this.select("");
  }

  #tell() {
    for (const listener of this.listeners) listener(this.incident);
  }

  #remembered() {
    const own = this.store.of(this.playbook);
    const here = (id) => own.find((incident) => incident.id === id);
    const wanted = here(new URLSearchParams(location.hash.slice(1)).get("incident"));
    // The tab comes from the incident of another playbook, unless it was sent to one of this.
    this.cameFrom = wanted ? null : remembered();
    return (wanted ?? here(this.cameFrom) ?? own.at(-1))?.id ?? "";
  }

  #newIncident() {
    return newIncident(this.playbook, this.#freeName(this.#dayName(today())));
  }

  #dayName(time) {
    return this.say("unnamed", { day: shownDay(time.slice(0, 10)) });
  }

  /** `name`, with a number where another incident than `id` has it. */
  #freeName(name, id = "") {
    const others = this.store.of(this.playbook).filter((incident) => incident.id !== id);
    const taken = new Set(others.map((incident) => incident.name));
    let free = name;
    for (let number = 2; taken.has(free); number += 1) free = `${name} ${number}`;
    return free;
  }
}

const today = () => wallTime(Date.now());

function remember(id) {
  try {
    sessionStorage.setItem(CURRENT, id);
  } catch {
    // The tab forgets it at the next page; nothing is lost.
  }
}

function remembered() {
  try {
    return sessionStorage.getItem(CURRENT);
  } catch {
    return null;
  }
}
