// A playbook as a working tool. Without this script the page is a list of steps to read, tick and print; with it, what is
// ticked and noted is kept in this browser. Nothing here sends anything: there is no request in any of these modules.

import { discoveredAt } from "./incident-deadlines.js";
import { download, fileName } from "./incident-files.js";
import { Store, asFile, fromFile, progressOf } from "./incident-store.js";
import { progressLine, readWords, shownWithYear, unhide } from "./incident-words.js";
import { wireClocks } from "./playbook-clocks.js";
import { wireHandover } from "./playbook-handover.js";
import { wireLog } from "./playbook-log.js";
import { wirePapers } from "./playbook-papers.js";
import { Session } from "./playbook-session.js";
import { stepsOfPage, wireSteps, write } from "./playbook-steps.js";

const root = document.getElementById("work-panel");
const say = readWords(document.getElementById("playbook-words"));
const session = new Session(new Store(storage()), root.dataset.playbook, say);
const panel = {
  title: root.dataset.title,
  on: (name, run) => {
    for (const button of root.querySelectorAll(`[data-do="${name}"]`)) button.addEventListener("click", run);
  },
};

session.message = (...said) => root.querySelector("[data-message]").replaceChildren(...said);

wireSteps(session, say);
wireClocks(session, say, panel);
wireHandover(session, say);
wirePapers(session, say, panel);
wireIncidents();
wireLog(session, say, panel);
wireFiles();
unhide();
session.select(session.id);

/** A browser may refuse storage altogether; then everything is lost with the page, and the page says so. */
function storage() {
  try {
    return window.localStorage;
  } catch {
    return { getItem: () => null, removeItem: () => {}, setItem: () => { throw new Error("no storage"); } };
  }
}

function wireIncidents() {
  const list = document.getElementById("work-incident");
  const name = document.getElementById("work-name");
  list.addEventListener("change", () => session.select(list.value));
  name.addEventListener("change", () => session.rename(name.value));
  panel.on("new", () => session.start());
  panel.on("print", () => print());
  session.onChange((incident) => {
    const own = session.store.of(session.playbook);
    if (incident && !own.some((other) => other.id === incident.id)) own.push(incident);
    const options = own.map((other) => new Option(other.name, other.id, false, other.id === incident?.id));
    list.replaceChildren(...options);
    root.querySelector("[data-has-incident]").hidden = !incident;
    write(name, incident?.name ?? "");
    root.querySelector("[data-progress]").textContent = incident ? progressLine(progressOf(incident, stepsToDo()), say) : say("no-incident");
    showOnPaper(incident);
    if (!session.isKept) session.message(say("not-kept"));
  });
}

/** Slugs of the steps that count now: preparation is for another day. */
function stepsToDo() {
  return Object.entries(stepsOfPage()).filter(([, step]) => !step.isPreparation).map(([slug]) => slug);
}

/** On paper, what is known stands where one would write it, and preparation is left out. */
function showOnPaper(incident) {
  document.body.classList.toggle("has-incident", Boolean(incident));
  const line = root.querySelector("[data-paper]");
  line.dataset.blank ??= line.textContent;
  const discovered = discoveredAt(incident?.discovered ?? "");
  const at = discovered === null ? "____________________" : shownWithYear(discovered);
  line.textContent = incident ? say("paper", { name: incident.name, at }) : line.dataset.blank;
}

function wireFiles() {
  panel.on("save-file", () => {
    const { incident } = session;
    if (!incident) return session.message(say("nothing-to-save"));
    download(`${fileName(incident.name)}.json`, asFile(incident), "application/json");
    return session.message(say("saved-file"));
  });
  const chooser = document.getElementById("work-file");
  chooser.addEventListener("change", async () => {
    const [file] = chooser.files;
    if (!file) return;
    const read = fromFile(await file.text(), session.playbook);
    chooser.value = "";
    if (read.problem) return session.message(...refusal(read));
    session.adopt(read.incident);
    return session.message(say(session.isKept ? "read-file" : "not-kept", session.incident));
  });
  panel.on("remove", () => {
    const { incident } = session;
    if (!incident) return session.message(say("nothing-to-save"));
    if (!confirm(say("ask-remove", incident))) return undefined;
    session.remove();
    return session.message(say("removed"));
  });
  panel.on("wipe", () => {
    if (!confirm(say("ask-wipe"))) return;
    session.wipe();
    session.message(say("removed"));
  });
}

/** Why a file was not read; where it belongs to another playbook, with the way there. */
function refusal({ problem, playbook }) {
  if (problem !== "playbook") return [say(`problem-${problem}`)];
  const other = document.getElementById("other-playbooks").content.querySelector(`[data-playbook="${playbook}"]`);
  return other ? [say("problem-playbook"), " ", other.cloneNode(true)] : [say("problem-unknown-playbook")];
}
