// What was noted and whom one contacted, as a list whose times can be put right, and what reports need.

import { byTime } from "./incident-record.js";
import { wallTime, discoveredAt } from "./incident-deadlines.js";
import { element } from "./incident-words.js";
import { desksOfPage, write } from "./playbook-steps.js";

export function wireLog(session, say, panel) {
  const root = document.getElementById("work-panel");
  const note = document.getElementById("work-note");
  const tools = { session, say, isCorrecting: false };
  panel.on("add-note", () => {
    if (!note.value.trim()) return;
    session.change((incident) => incident.log.push({ at: wallTime(Date.now()), text: note.value.trim() }));
    note.value = "";
    note.focus();
  });
  for (const field of root.querySelectorAll("[data-fact]")) {
    field.addEventListener("change", () => session.change((incident) => (incident.facts[field.dataset.fact] = field.value)));
  }
  session.onChange((incident) => {
    for (const field of root.querySelectorAll("[data-fact]")) write(field, incident?.facts[field.dataset.fact] ?? "");
    showLog(root.querySelector("[data-log]"), incident, tools);
  });
}

/** While a time is being written, the list stays as it is: a browser tells of every digit, and the field must not go away.
 * It comes into the order of time with the next change. */
function showLog(list, incident, tools) {
  if (tools.isCorrecting) return;
  const names = desksOfPage();
  const calls = (incident?.calls ?? []).map((call) => ({ entry: call, list: "calls", text: tools.say("record-call", { desk: names[call.desk]?.name ?? call.desk }) }));
  const notes = (incident?.log ?? []).map((entry) => ({ entry, list: "log", text: entry.text }));
  const lines = [...calls, ...notes].sort((one, other) => byTime(one.entry, other.entry));
  list.replaceChildren(...lines.map((line) => shownLine(line, tools)));
}

function shownLine({ entry, list, text }, tools) {
  const { session, say } = tools;
  const line = element("li");
  const at = element("input", "", { type: "datetime-local", min: "2000-01-01T00:00", max: "2099-12-31T23:59", autocomplete: "off" });
  at.setAttribute("aria-label", say("entry-time", { text }));
  at.value = entry.at;
  at.addEventListener("change", () => {
    if (at.value && discoveredAt(at.value) === null) return;
    tools.isCorrecting = true;
    session.change((incident) => {
      const kept = same(incident[list], entry);
      if (kept) kept.at = entry.at = at.value;
    });
    tools.isCorrecting = false;
  });
  const back = element("button", say("take-back"), { type: "button", class: "button button--quiet" });
  back.setAttribute("aria-label", say("take-back-entry", { text }));
  back.addEventListener("click", () =>
    session.change((incident) => {
      const kept = same(incident[list], entry);
      incident[list] = incident[list].filter((other) => other !== kept);
    }),
  );
  line.append(at, " ", element("span", text), " ", back);
  return line;
}

/** The entry as it is kept now: another tab may have changed the list. */
function same(entries, entry) {
  return entries.find((other) => JSON.stringify(other) === JSON.stringify(entry));
}
