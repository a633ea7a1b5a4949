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
    const incident = this.incident ?? newIncident(this.playbook, this.#freeName());
    edit(incident);
    this.keep(incident);
  }

  keep(incident) {
    this.isKept = this.store.save(incident);
    this.unkept = this.isKept ? null : incident;
    this.select(incident.id);
  }

  /** An incident from elsewhere, under a name that none here has. */
  adopt(incident) {
    this.keep({ ...incident, name: this.#freeName(incident.name) });
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
    this.keep(newIncident(this.playbook, this.#freeName()));
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
    const wanted = [new URLSearchParams(location.hash.slice(1)).get("incident"), remembered()];
    return (wanted.map((id) => own.find((incident) => incident.id === id)).find(Boolean) ?? own.at(-1))?.id ?? "";
  }

  #freeName(wanted = "") {
    const name = wanted || this.say("unnamed", { day: shownDay(wallTime(Date.now()).slice(0, 10)) });
    const taken = new Set(this.store.of(this.playbook).map((incident) => incident.name));
    let free = name;
    for (let number = 2; taken.has(free); number += 1) free = `${name} ${number}`;
    return free;
  }
}

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
