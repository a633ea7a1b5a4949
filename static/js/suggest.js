/* Suggestions while typing: a combobox (WAI-ARIA 1.2) over the search form, which works without it.

   Arrow keys move through the list, Enter opens what is chosen or, when nothing is, searches; Escape closes, and the arrow
   down asks again. Nothing is asked while an input method is still composing. Wording comes from data attributes, so that this file has no language. */

const WAIT = 150; // milliseconds of quiet before asking
const SHORTEST = 2;
const MOST = 6;

class Suggestions {
  constructor(input) {
    this.input = input;
    this.words = input.dataset;
    this.shown = [];
    this.chosen = -1;
    this.asked = "";
    this.build();
    input.addEventListener("input", (event) => event.isComposing || this.askSoon());
    input.addEventListener("compositionend", () => this.askSoon());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
  }

  build() {
    this.list = document.createElement("ul");
    this.list.id = `${this.input.id}-suggestions`;
    this.list.className = "search-suggest__list";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.words.suggestLabel);
    this.list.hidden = true;
    // A press on an option must not take the focus away first: the list would close under the finger.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.open(Number(option.dataset.place));
    });
    this.status = document.createElement("p");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    const box = document.createElement("div");
    box.className = "search-suggest";
    box.append(this.list, this.status);
    this.input.closest(".search-form__row").after(box);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", this.list.id]]) {
      this.input.setAttribute(name, value);
    }
  }

  askSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const question = this.input.value.trim();
    if (question === this.asked) return;
    this.asked = question;
    this.waiting?.abort();
    if (question.length < SHORTEST) return this.close();
    const waiting = (this.waiting = new AbortController());
    const address = `${this.words.suggestFrom}?${new URLSearchParams({ q: question, lang: document.documentElement.lang })}`;
    try {
      const answer = await fetch(address, { signal: waiting.signal });
      if (answer.ok) this.show((await answer.json()).results.slice(0, MOST));
    } catch {
      if (!waiting.signal.aborted) this.close(); // no connection: the form still searches
    }
  }

  show(results) {
    if (document.activeElement !== this.input) return;
    this.shown = results;
    this.choose(-1);
    this.list.replaceChildren(...results.map((result, place) => this.option(result, place)));
    this.list.hidden = results.length === 0;
    this.input.setAttribute("aria-expanded", String(results.length > 0));
    this.status.textContent = results.length ? this.words.suggestCount.replace("%s", results.length) : "";
  }

  option(result, place) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${place}`;
    option.className = "search-suggest__option";
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.place = place;
    const kind = document.createElement("span");
    kind.className = "search-suggest__kind";
    kind.textContent = this.words[`suggest${result.type[0].toUpperCase()}${result.type.slice(1)}`] ?? "";
    option.append(result.title, kind);
    return option;
  }

  choose(place) {
    this.list.children[this.chosen]?.setAttribute("aria-selected", "false");
    this.chosen = place;
    const option = this.list.children[place];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (event.isComposing) return;
    if (this.list.hidden) {
      if (event.key === "ArrowDown") this.askAgain();
      if (event.key === "Escape") this.close(); // an answer may still be on its way
      return;
    }
    const last = this.shown.length - 1;
    if (event.key === "ArrowDown") this.choose(this.chosen >= last ? -1 : this.chosen + 1);
    else if (event.key === "ArrowUp") this.choose(this.chosen < 0 ? last : this.chosen - 1);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.chosen >= 0) this.open(this.chosen);
    else return;
    event.preventDefault();
  }

  open(place) {
    const target = new URL(this.shown[place].url, location.href);
    for (const name of ["area", "as"]) {
      const value = new FormData(this.input.form).get(name);
      if (value) target.searchParams.set(name, value);
    }
    location.assign(target);
  }

  askAgain() {
    this.asked = "";
    this.ask();
  }

  close() {
    clearTimeout(this.timer);
    this.waiting?.abort(); // what was asked before comes too late
    this.status.textContent = "";
    this.shown = [];
    this.choose(-1);
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }
}

for (const input of document.querySelectorAll("input[data-suggest-from]")) new Suggestions(input);
