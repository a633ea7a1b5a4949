/* The page for when there is no line: searches the stored document, and shows and removes what is stored here. */
(() => {
  "use strict";

  const language = document.documentElement.lang;

  // --- Search: closeness of wording only ---------------------------------------------------------------------------

  const plain = (text) =>
    text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[ァ-ヶ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60))
      .replace(/[^\p{L}\p{N}#]/gu, "");

  /** Pieces of two characters, of three for Latin letters, where two say nothing. */
  const pieces = (text) => {
    const length = /^[a-z]/.test(text) ? 3 : 2;
    if (text.length <= length) return new Set(text ? [text] : []);
    return new Set(Array.from({ length: text.length - length + 1 }, (_, start) => text.slice(start, start + length)));
  };

  /** From 0 to 1: how much of what was asked stands in the text, and a little, how much of the text was asked for. */
  const closeness = (asked, text) => {
    const found = pieces(plain(text));
    if (!asked.size || !found.size) return 0;
    const shared = [...asked].filter((piece) => found.has(piece)).length;
    return (0.75 * shared) / asked.size + (0.25 * shared) / found.size;
  };

  const lines = (text) => (text?.[language] ?? "").split("\n").filter(Boolean);

  const best = (asked, texts) => Math.max(0, ...texts.map((text) => closeness(asked, text)));

  const score = (asked, item) => {
    const named = [item.title, item.name, item.keywords].flatMap(lines);
    const numbers = (item.phones ?? []).map((phone) => phone.number.replace(/[^\d#]/g, ""));
    const told = [item.hint, item.summary, item.advice].flatMap(lines);
    return best(asked, [...named, ...numbers]) + 0.3 * best(asked, told);
  };

  const ranked = (quicklist, words) => {
    const asked = pieces(plain(words));
    const kinds = { situations: 1.25, contacts: 1, playbooks: 0.9 };
    const all = Object.entries(kinds).flatMap(([kind, weight]) =>
      quicklist[kind]
        .filter((item) => item.status === "published")
        .map((item) => ({ kind, item, score: weight * score(asked, item) })),
    );
    all.sort((one, other) => other.score - one.score);
    const least = Math.max(0.25, (all[0]?.score ?? 0) / 2);
    return all.filter((found) => found.score >= least).slice(0, 10);
  };

  const storedDocument = async (address) => {
    const copy = await window.caches?.match(address);
    return (copy ?? (await fetch(address))).json();
  };

  const search = async () => {
    const part = document.getElementById("stored-search");
    const words = new URLSearchParams(location.search).get("q")?.trim();
    if (!part || !words) return;
    document.getElementById("search-words").value = words;
    const list = part.querySelector(".results");
    let found = [];
    try {
      found = ranked(await storedDocument(part.dataset.document), words);
    } catch {
      // The document is not stored: the choices below lead on.
    }
    for (const { kind, item } of found) {
      const entry = part.querySelector(`template[data-kind="${kind}"]`).content.cloneNode(true);
      const link = entry.querySelector("a");
      link.href = part.dataset[kind].replace("/slug/", `/${item.slug}/`);
      link.textContent = lines(item.title ?? item.name)[0];
      list.append(entry);
    }
    part.querySelector(".stored-search__none").hidden = found.length > 0;
    part.hidden = false;
  };

  // --- What is stored on this device -------------------------------------------------------------------------------

  const state = document.getElementById("stored-state");
  const show = (name, shown = true) => {
    state.querySelector(`.stored-state__${name}`).hidden = !shown;
  };

  const ask = (worker, question) =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => resolve(data);
      worker.postMessage({ ask: question }, [port2]);
    });

  const count = state.querySelector(".stored-state__count strong");

  const showState = async () => {
    const worker = navigator.serviceWorker.controller;
    if (!worker) return show("none");
    const { stored, total } = await ask(worker, "state");
    count.textContent = `${stored} / ${total}`;
    show("count");
    show("none", false);
    if (stored < total) setTimeout(showState, 1000);
  };

  const remember = (answer) => {
    try {
      if (answer) localStorage.setItem("seco-store", answer);
      else localStorage.removeItem("seco-store");
    } catch {
      // A browser that keeps nothing has stored nothing.
    }
  };

  const actions = {
    store: async () => {
      remember("");
      const { worker } = document.querySelector("script[data-worker]").dataset;
      await navigator.serviceWorker.register(worker, { updateViaCache: "none" });
      const { active } = await navigator.serviceWorker.ready;
      active.postMessage({ ask: "store" });
      show("removed", false);
      setTimeout(showState, 500);
    },
    remove: async () => {
      remember("no");
      const registration = await navigator.serviceWorker.getRegistration();
      if (registration?.active) await ask(registration.active, "remove");
      await registration?.unregister();
      show("count", false);
      show("none", false);
      show("removed");
    },
  };

  search();
  if ("serviceWorker" in navigator && window.caches) {
    state.querySelector(".button-row").hidden = false;
    state.addEventListener("click", ({ target }) => actions[target.dataset.do]?.());
    showState();
  }
})();
