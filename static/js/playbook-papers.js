// The record and the drafts as a paper on the page: to read, to fill in, to print and to save.

import { draft, markdown, record } from "./incident-record.js";
import { download, fileName } from "./incident-files.js";
import { element } from "./incident-words.js";
import { timedSteps } from "./playbook-clocks.js";
import { desksOfPage, stepsOfPage } from "./playbook-steps.js";

export function wirePapers(session, say, panel) {
  const sheet = document.querySelector("[data-sheet]");
  const paper = { sheet, say, session };
  panel.on("record", () => {
    if (!session.incident) return session.message(say("nothing-to-save"));
    return open(paper, (incident) => record(incident, page(panel.title), say, Date.now()), "record");
  });
  for (const button of document.querySelectorAll("[data-draft]")) {
    const desk = reportDesk(button.closest("[data-report]"));
    button.addEventListener("click", () => {
      if (!session.incident) session.start();
      open(paper, (incident) => draft(incident, desk, page(panel.title), say, Date.now()), desk.slug);
    });
  }
}

function page(title) {
  const timed = timedSteps().map((step) => ({ ...step, source: [step.note, step.source, step.confidence].filter(Boolean).join(" ") }));
  return { title, steps: stepsOfPage(), desks: { ...reportDesks(), ...desksOfPage() }, timed };
}

function reportDesks() {
  return Object.fromEntries([...document.querySelectorAll("[data-report]")].map((part) => [part.dataset.report, reportDesk(part)]));
}

function reportDesk(part) {
  const prepare = [...part.querySelectorAll("[data-prepare]")].map((line) => line.textContent.trim());
  const { report: slug, name, number, form, email, web } = part.dataset;
  return { slug, name, number, form, email, web, prepare };
}

function open(paper, make, kind) {
  const { sheet, say, session } = paper;
  const opener = document.activeElement;
  const action = (name, run, look = "button") => {
    const made = element("button", say(name), { type: "button", class: look });
    made.addEventListener("click", run);
    return made;
  };
  const actions = element("p", "", { class: "button-row screen-only" });
  actions.append(
    action("sheet-print", () => print(), "button button--primary"),
    action("sheet-save", () => {
      download(`${fileName(session.incident.name, kind)}.md`, markdown(make(session.incident), say), "text/markdown");
      session.message(say("saved-file"));
    }),
    action("sheet-close", () => {
      sheet.hidden = true;
      document.body.classList.remove("has-sheet");
      opener?.focus();
    }),
  );
  sheet.replaceChildren(actions, ...make(session.incident).map((block, place) => shownBlock(block, place, paper)));
  sheet.hidden = false;
  document.body.classList.add("has-sheet");
  sheet.focus();
  scrollTo(0, 0);
}

/** A field to answer in bears the name of its question, the block before it. */
function shownBlock(block, place, { session }) {
  const names = { title: "h2", heading: "h3", part: "h4", text: "p", item: "p" };
  const id = (at) => `sheet-block-${at}`;
  if (block.kind !== "blank") return element(names[block.kind], block.text, { class: `sheet__${block.kind}`, id: id(place) });
  if (!block.key) return element("p", "", { class: "sheet__blank" });
  const part = element("div", "", { class: "sheet__answer" });
  const printed = element("p", block.text, { class: "sheet__blank print-only" });
  const field = element("textarea", block.text, { rows: "3", maxlength: "10000", autocomplete: "off", "aria-labelledby": id(place - 1), class: "screen-only" });
  field.addEventListener("input", () => (printed.textContent = field.value));
  field.addEventListener("change", () => session.change((incident) => (incident.answers[block.key] = field.value)));
  part.append(field, printed);
  return part;
}
