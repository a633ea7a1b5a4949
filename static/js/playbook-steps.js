// The steps themselves: boxes, times, names and notes, what does not apply, the desks that were called, and which phase one
// is in.

import { discoveredAt, wallTime } from "./incident-deadlines.js";
import { byTime } from "./incident-record.js";
import { progressOf, stepOf } from "./incident-store.js";
import { shown, shownWithYear } from "./incident-words.js";

export function wireSteps(session, say) {
  const boxes = [...document.querySelectorAll("input[data-step]")];
  const notes = new Map(boxes.map((box) => [box.dataset.step, addNotes(box, session, say)]));
  const calls = [...document.querySelectorAll("[data-desk]")].map((desk) => addCall(desk, session, say));
  for (const box of boxes) {
    box.addEventListener("change", () => session.change((incident) => tick(noted(incident, box), box.checked)));
  }
  session.onChange((incident) => {
    for (const box of boxes) {
      const step = incident?.steps[box.dataset.step];
      box.checked = Boolean(step?.done);
      notes.get(box.dataset.step)(step);
    }
    for (const show of calls) show(incident);
    showPhases(incident, say);
  });
}

/** What the page knows of its steps: {slug: {title, isPreparation}}, in the order of the page. Preparation is what the page
 * folds away; it counts for nothing once something has happened. */
export function stepsOfPage() {
  const boxes = [...document.querySelectorAll("input[data-step]")];
  return Object.fromEntries(boxes.map((box) => [box.dataset.step, { title: titleOf(box), isPreparation: Boolean(box.closest("[data-preparation]")) }]));
}

const titleOf = (box) => box.labels[0].textContent.trim();

const noted = (incident, box) => stepOf(incident, box.dataset.step, titleOf(box));

export function desksOfPage() {
  const desks = [...document.querySelectorAll("[data-desk]")];
  return Object.fromEntries(desks.map((desk) => [desk.dataset.desk, { name: desk.querySelector("a").textContent.trim() }]));
}

/** The time stays when a tick is taken back, so that a slip of the finger costs nothing. */
function tick(step, done) {
  step.done = done;
  if (!done) return;
  step.at ||= wallTime(Date.now());
  step.notApplicable = "";
}

function setAside(step, isAside) {
  step.notApplicable = isAside ? wallTime(Date.now()) : "";
  if (isAside) step.done = false;
}

function addNotes(box, session, say) {
  const body = document.querySelector(`[data-step-body="${box.dataset.step}"]`);
  body.append(document.getElementById("step-notes").content.cloneNode(true));
  const part = body.lastElementChild;
  const fields = [...part.querySelectorAll("[data-note]")];
  const aside = part.querySelector("[data-not-applicable]");
  aside.addEventListener("change", () => session.change((incident) => setAside(noted(incident, box), aside.checked)));
  for (const field of fields) {
    field.addEventListener("change", () =>
      session.change((incident) => {
        const isWrong = field.type === "datetime-local" && (field.value || field.required) && discoveredAt(field.value) === null;
        if (!isWrong) noted(incident, box)[field.dataset.note] = field.value;
      }),
    );
  }
  return (step) => {
    for (const field of fields) write(field, step?.[field.dataset.note] ?? "");
    aside.checked = Boolean(step?.notApplicable);
    body.closest(".step").classList.toggle("step--not-applicable", aside.checked);
    part.querySelector("[data-when-done]").hidden = !step?.done;
    part.querySelector("[data-when-aside]").hidden = !aside.checked;
    part.querySelector("[data-has-note]").hidden = !step?.note;
    signOff(body, step, say);
  };
}

/** On paper, what is known stands on the line where one would write it. */
function signOff(body, step, say) {
  const written = (time) => (discoveredAt(time ?? "") === null ? "" : shownWithYear(discoveredAt(time)));
  const known = {
    at: step?.notApplicable ? `${say("not-applicable")} ${written(step.notApplicable)}` : step?.done ? written(step.at) : "",
    by: step?.done ? step.by : "",
  };
  for (const line of body.querySelectorAll("[data-signoff]")) {
    line.dataset.label ??= line.textContent;
    line.textContent = `${line.dataset.label} ${known[line.dataset.signoff]}`.trim();
  }
}

function addCall(desk, session, say) {
  desk.append(document.getElementById("desk-call").content.cloneNode(true));
  const button = desk.querySelector(".step-desk__call button");
  const told = desk.querySelector("[data-called]");
  const slug = desk.dataset.desk;
  button.addEventListener("click", () => {
    session.change((incident) => incident.calls.push({ desk: slug, at: wallTime(Date.now()) }));
    session.message(say("call-kept", { desk: desk.querySelector("a").textContent.trim() }));
  });
  return (incident) => {
    const last = incident?.calls.filter((call) => call.desk === slug).sort(byTime).at(-1);
    const at = last ? discoveredAt(last.at) : null;
    told.textContent = last ? say("called", { at: at === null ? "" : shown(at) }) : "";
  };
}

/** Where am I: the first phase after preparation in which something is left to do, once there is a record. */
function showPhases(incident, say) {
  let here = "";
  for (const phase of document.querySelectorAll("[data-phase]")) {
    const slugs = [...phase.querySelectorAll("input[data-step]")].map((box) => box.dataset.step);
    const { done, total } = progressOf(incident, slugs);
    document.querySelector(`[data-phase-count="${phase.dataset.phase}"]`).textContent = incident && slugs.length ? say("count", { done, total }) : "";
    if (incident && !here && phase.dataset.phase !== "prevent" && done < total) here = phase.dataset.phase;
  }
  for (const stop of document.querySelectorAll("[data-phase-stop]")) {
    if (stop.dataset.phaseStop === here) stop.setAttribute("aria-current", "step");
    else stop.removeAttribute("aria-current");
  }
}

/** A field that is being written in is left alone. */
export function write(field, value) {
  if (field !== document.activeElement && field.value !== value) field.value = value;
}
