// The clocks: from the discovery to what is due when, here and at each step, and as a calendar.

import { discoveredAt, due, left, wallTime } from "./incident-deadlines.js";
import { calendar, download, fileName } from "./incident-files.js";
import { dueLines, element, shown, shownWithYear } from "./incident-words.js";
import { write } from "./playbook-steps.js";

const MINUTE = 60_000;

export function wireClocks(session, say, panel) {
  const field = document.getElementById("work-discovered");
  const clocks = timedSteps();
  const show = () => showAll(session.incident, clocks, say);
  field.addEventListener("change", () => {
    const moment = discoveredAt(field.value);
    if (field.value && moment === null) return session.message(say("discovered-wrong"));
    session.change((incident) => (incident.discovered = field.value));
    return session.message(moment > Date.now() + MINUTE ? say("discovered-future") : "");
  });
  panel.on("discovered-now", () => {
    const [known, now] = [session.incident?.discovered ?? "", wallTime(Date.now())];
    const isKnown = discoveredAt(known) !== null && known !== now;
    if (isKnown && !confirm(say("ask-now", { at: shown(discoveredAt(known)) }))) return;
    session.change((incident) => (incident.discovered = now));
    session.message("");
  });
  panel.on("calendar", () => {
    const { incident } = session;
    if (!incident || discoveredAt(incident.discovered) === null) return session.message(say("calendar-needs"));
    download(fileName(incident.name, "calendar") + ".ics", asCalendar(incident, clocks, say), "text/calendar");
    return session.message(say("saved-file"));
  });
  session.onChange((incident) => {
    write(field, incident?.discovered ?? "");
    show();
  });
  setInterval(show, MINUTE / 2);
}

/** [{slug, title, note, source, hours, latestHours, places}] of the steps with a deadline. */
export function timedSteps() {
  return [...document.querySelectorAll("[data-clock]")].map((clock) => {
    const slug = clock.dataset.clock;
    return {
      slug,
      title: document.getElementById(slug).querySelector(".step__title").textContent.trim(),
      note: clock.querySelector("[data-rule]")?.textContent.trim() ?? "",
      source: clock.querySelector("[data-rule-source]")?.href ?? "",
      confidence: clock.querySelector("[data-rule-confidence]")?.textContent.trim() ?? "",
      hours: Number(clock.dataset.hours),
      latestHours: Number(clock.dataset.latestHours) || null,
      places: [clock.querySelector("[data-due]"), document.querySelector(`[data-work-clock="${slug}"]`)].filter(Boolean),
    };
  });
}

function showAll(incident, clocks, say) {
  const discovered = discoveredAt(incident?.discovered ?? "");
  for (const clock of clocks) {
    const limits = discovered === null ? null : due(discovered, clock.hours, clock.latestHours);
    const { done = false, notApplicable = "" } = incident?.steps[clock.slug] ?? {};
    for (const place of clock.places) {
      const told = place.querySelector("[data-due]") ?? place;
      told.dataset.unset ??= told.innerText;
      told.toggleAttribute("data-known", limits !== null || notApplicable !== "");
      told.replaceChildren(...(notApplicable ? [say("not-applicable")] : limits ? shownLines(limits, say) : [told.dataset.unset]));
      const rest = place.querySelector("[data-left]") ?? leftBeside(told);
      const state = !limits || notApplicable ? "" : done ? "done" : left(limits, Date.now()).state;
      rest.dataset.state = state;
      rest.textContent = !state ? "" : done ? say("done") : sentence(left(limits, Date.now()), say);
    }
  }
}

function shownLines(limits, say) {
  const [first, safe] = dueLines(limits, say);
  return [element("strong", first), ...(safe ? ["\n", element("span", safe, { class: "quiet" })] : [])];
}

function leftBeside(told) {
  const next = told.nextElementSibling;
  if (next?.matches("[data-left]")) return next;
  const made = document.createElement("p");
  made.className = "deadline__left";
  made.dataset.left = "";
  told.after(made);
  return made;
}

function sentence(rest, say) {
  return say(`${rest.state}-${rest.days ? "days" : "hours"}`, rest);
}

function asCalendar(incident, clocks, say) {
  const discovered = discoveredAt(incident.discovered);
  const events = clocks
    .filter((clock) => !incident.steps[clock.slug]?.done && !incident.steps[clock.slug]?.notApplicable)
    .map((clock) => {
      const limits = due(discovered, clock.hours, clock.latestHours);
      return {
        uid: `${incident.id}-${clock.slug}@seco`,
        ...(limits.safeDay ? { day: limits.safeDay } : { at: limits.by }),
        title: `${clock.title} (${incident.name})`,
        text: [...dueLines(limits, say, shownWithYear), say("calendar-text", { note: clock.note, source: `${clock.source} ${clock.confidence}` })].join("\n"),
        url: `${location.origin}${location.pathname}#${clock.slug}`,
      };
    });
  return calendar(events, Date.now());
}
