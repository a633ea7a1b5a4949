// The incidents that this browser keeps, side by side, on the list of playbooks.

import { discoveredAt } from "./incident-deadlines.js";
import { Store, progressOf } from "./incident-store.js";
import { element, progressLine, readWords, shown } from "./incident-words.js";

const say = readWords(document.getElementById("playbook-words"));
const part = document.getElementById("kept-incidents");

function show() {
  let incidents = [];
  try {
    incidents = new Store(window.localStorage).all();
  } catch {
    // A browser that keeps nothing has nothing to show.
  }
  const lines = incidents.map(line).filter(Boolean);
  part.querySelector("[data-kept]").replaceChildren(...lines);
  part.hidden = lines.length === 0;
}

function line(incident) {
  const playbook = document.querySelector(`[data-playbook="${incident.playbook}"]`);
  if (!playbook) return null;
  const made = element("li");
  const address = new URL(playbook.querySelector("a").href);
  address.hash = `incident=${incident.id}`;
  const progress = progressOf(incident, playbook.dataset.steps.split(" ").filter(Boolean));
  const discovered = discoveredAt(incident.discovered);
  const facts = [playbook.querySelector(".choice__title").textContent, progressLine(progress, say)];
  if (discovered !== null) facts.push(say("discovered-at", { at: shown(discovered) }));
  made.append(element("a", incident.name, { href: address.href }), " ", element("span", facts.join(" ・ "), { class: "quiet" }));
  return made;
}

addEventListener("storage", show);
addEventListener("pageshow", show);
