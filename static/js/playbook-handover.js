// One incident, two playbooks: where a step leads on to another playbook, the legal clock runs from the same discovery. It
// is offered there, by a button, and nothing is taken over unasked.

import { discoveredAt } from "./incident-deadlines.js";
import { element, shown } from "./incident-words.js";

const MOST = 3;

export function wireHandover(session, say) {
  const place = document.querySelector("[data-handover]");
  session.onChange((incident) => place.replaceChildren(...offers(session, incident).map(button)));

  function button(other) {
    const made = element("button", say("take-over", { name: other.name, at: shown(discoveredAt(other.discovered)) }), { type: "button", class: "button" });
    made.addEventListener("click", () => {
      session.takeOver(other);
      session.message(say(session.isKept ? "taken-over" : "not-kept"));
      document.getElementById("work-incident").focus(); // the button is gone, and this is what it has made
    });
    return made;
  }
}

/** Incidents of other playbooks whose discovery may be that of this one: the one the reader comes from, then the latest. As
 * long as nothing here has a discovery; beside an incident that has one, only where the reader comes from. */
function offers(session, incident) {
  const all = session.store.all();
  const known = new Set(all.filter((one) => one.playbook === session.playbook).map((one) => one.discovered));
  const others = all.filter((one) => one.playbook !== session.playbook && one.discovered && !known.has(one.discovered)).reverse();
  const from = others.filter((one) => one.id === session.cameFrom);
  if (incident?.discovered) return from;
  return [...from, ...others.filter((one) => one.id !== session.cameFrom)].slice(0, MOST);
}
