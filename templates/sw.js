{% comment %}
The service worker. `store` is the list (see seco/offline.py). Rules: the server first, the store when it does not answer
or answers with an error; only pages of the list; a page from the store says so; the editors' desk, health, exports and
everything that is sent are left alone. No cookie is sent while storing.
{% endcomment %}"use strict";

const VERSION = "{{ version }}";
const STORE = {{ store|safe }};

const CACHE = "seco-store-1";
const STAMP = "Seco-Store-Version";
const PATIENCE = 3000; // milliseconds the server may take when a stored page is at hand
const AT_ONCE = 2; // pages asked for at the same time, so that the reader's own page comes first

const PAGES = new Set(STORE.pages);
const FILES = new Set(STORE.files);

// --- Storing ------------------------------------------------------------------------------------------------------

const isOurs = (path) => PAGES.has(path) || FILES.has(path) || STORE.data.includes(path);

const mayBeKept = (answer) =>
  answer.status === 200 &&
  answer.type === "basic" &&
  !answer.redirected &&
  !/private|no-store/.test(answer.headers.get("Cache-Control") ?? "");

let refused = false; // the reader has just removed everything

async function keep(path, answer) {
  if (refused) return;
  const copy = answer.clone();
  const headers = new Headers(copy.headers);
  headers.set(STAMP, VERSION);
  const cache = await caches.open(CACHE);
  await cache.put(path, new Response(await copy.blob(), { headers }));
}

/** Ask for one address and store it. True when the store is now right, also when the page is gone. */
async function fetchInto(path) {
  try {
    const answer = await fetch(path, { cache: "no-cache", credentials: "omit", priority: "low" });
    if (mayBeKept(answer)) {
      await keep(path, answer);
      return true;
    }
    if (answer.status === 404 || answer.status === 410) {
      await (await caches.open(CACHE)).delete(path);
      return true;
    }
  } catch {
    // Not connected; the next page that is opened goes on from here.
  }
  return false;
}

async function fetchAll(paths) {
  const waiting = [...paths];
  let failed = 0;
  const work = async () => {
    // After three failures the line is bad: leave it to the reader.
    while (waiting.length && failed < 3 && !refused) failed += (await fetchInto(waiting.shift())) ? 0 : 1;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return failed === 0;
}

async function notOfThisVersion(paths) {
  const cache = await caches.open(CACHE);
  const versions = await Promise.all(
    paths.map(async (path) => (await cache.match(path))?.headers.get(STAMP)),
  );
  return paths.filter((_path, place) => versions[place] !== VERSION);
}

async function storeFirst() {
  const missing = await notOfThisVersion([...STORE.files, ...STORE.first]);
  if (!(await fetchAll(missing))) throw new Error("not everything could be stored");
}

async function storeRest() {
  const missing = await notOfThisVersion([...STORE.pages, ...STORE.data]);
  if (await fetchAll(missing)) await forgetOthers();
}

/** Once everything is stored: pages that are gone and styles of an earlier version leave. Not before, because an earlier
 *  page needs its own styles. */
async function forgetOthers() {
  // A worker that is being replaced must not take away what its successor has just stored.
  if (self.registration.installing || self.serviceWorker?.state === "redundant") return;
  const cache = await caches.open(CACHE);
  const requests = await cache.keys();
  const others = requests.filter((request) => !isOurs(new URL(request.url).pathname));
  await Promise.all(others.map((request) => cache.delete(request)));
}

let storing = null;

function storeOnce() {
  storing ??= storeRest().finally(() => {
    storing = null;
  });
  return storing;
}

async function removeAll() {
  refused = true;
  await storing?.catch(() => {});
  await caches.delete(CACHE);
  return true;
}

async function howMuch() {
  const cache = await caches.open(CACHE);
  const paths = new Set((await cache.keys()).map((request) => new URL(request.url).pathname));
  return { stored: STORE.pages.filter((path) => paths.has(path)).length, total: STORE.pages.length };
}

// --- Showing ------------------------------------------------------------------------------------------------------

function languageOf(path) {
  const codes = Object.keys(STORE.languages).sort(
    (one, other) => STORE.languages[other].home.length - STORE.languages[one].home.length,
  );
  const code = codes.find((one) => path.startsWith(STORE.languages[one].home)) ?? codes.at(-1);
  return { code, ...STORE.languages[code] };
}

function timeOf(copy, code) {
  const date = new Date(copy.headers.get("Date") ?? NaN);
  if (Number.isNaN(date.getTime())) return "?";
  return new Intl.DateTimeFormat(code, { dateStyle: "long", timeStyle: "short", timeZone: "Asia/Tokyo" }).format(date);
}

/** A stored page that says what it is; seco/offline.py does the same for the copy as files. */
async function marked(copy, kind, url) {
  const words = languageOf(url.pathname);
  let line = words.lines[kind].replaceAll("%time%", timeOf(copy, words.code));
  if (url.search) line = line.replace('class="stored-copy__query" hidden', 'class="stored-copy__query"');
  const html = (await copy.text())
    .replace('<header class="site-header"', (header) => `${line}\n${header}`)
    .replaceAll('<span class="open-state__word">', (word) => `${word}<span class="open-state__then">${words.then}</span> `)
    .replaceAll(" data-moment>", (moment) => `${moment}<p class="stored-note">${words.note}</p>`)
    .replace("<html ", "<html data-stored ");
  const headers = new Headers(copy.headers);
  headers.delete("Content-Length");
  headers.delete("Content-Encoding");
  return new Response(html, { headers });
}

async function stored(url) {
  const words = languageOf(url.pathname);
  const cache = await caches.open(CACHE);
  if (url.pathname === words.search && url.searchParams.get("q")) {
    const page = await cache.match(words.offline);
    return page && marked(page, "search", url);
  }
  const page = PAGES.has(url.pathname) && (await cache.match(url.pathname));
  return page && marked(page, "stored", url);
}

async function insteadOf(url) {
  const page = await (await caches.open(CACHE)).match(languageOf(url.pathname).offline);
  return page ? marked(page, "missing", url) : Response.error();
}

const afterPatience = () => new Promise((resolve) => setTimeout(resolve, PATIENCE, null));

async function page(event, url) {
  let kept;
  const asked = fetch(event.request).then((answer) => {
    // A page with a query is the reader's own question: it is not written down.
    if (PAGES.has(url.pathname) && !url.search && mayBeKept(answer)) kept = keep(url.pathname, answer);
    return answer;
  });
  const answered = asked.catch(() => null);
  event.waitUntil(answered.then(() => kept).catch(() => {}));

  const first = await Promise.race([answered, afterPatience()]);
  if (first && first.status < 500) return first;
  return (await stored(url)) || (await answered) || insteadOf(url);
}

async function file(path, request) {
  const copy = await (await caches.open(CACHE)).match(path);
  return copy ?? fetch(request);
}

// --- Events -------------------------------------------------------------------------------------------------------

const isPrivate = (path) => /^\/(\w\w\/)?(admin|health)(\/|$)/.test(path);

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(storeFirst());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("message", (event) => {
  const answers = { store: storeOnce, state: howMuch, remove: removeAll };
  const answer = answers[event.data?.ask];
  if (answer) event.waitUntil(answer().then((said) => event.ports[0]?.postMessage(said)));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || isPrivate(url.pathname)) return;
  // Pages end with a slash; exports, vCards and data do not, and always come from the server.
  if (request.mode === "navigate" && url.pathname.endsWith("/")) event.respondWith(page(event, url));
  else if (FILES.has(url.pathname)) event.respondWith(file(url.pathname, request));
});
