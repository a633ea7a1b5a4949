// Checks the revision history in the reader's browser: every digest, the chain, every seal, and what each document says
// about the revisions before it, from the published data.
// Nothing is sent anywhere but to this site, and nothing is kept.

/** The SHA-256 of bytes, as 64 hexadecimal digits. */
export async function sha256(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** JSON with sorted keys, no spare blanks and NFC texts: the form that seals are made of. */
export function canonical(value) {
  if (typeof value === "string") return JSON.stringify(value.normalize("NFC"));
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const parts = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
    return `{${parts.join(",")}}`;
  }
  return JSON.stringify(value);
}

/** What the documents of later revisions say about a revision. */
function entryOf({ seal, record_seal, document, ...entry }) {
  return entry;
}

/** The seal of a revision: covers its entry and the seal before it. */
export function sealOf(revision, previousSeal) {
  return sha256(new TextEncoder().encode(canonical({ ...entryOf(revision), previous_seal: previousSeal })));
}

/** What is wrong with one revision: names of messages, none when all is well. `fetchBytes` gives its document. */
export async function problemsOf(revision, earlier, fetchBytes) {
  const problems = [];
  const before = earlier.at(-1);
  if (revision.number !== earlier.length + 1) problems.push("missing");
  if (revision.previous_digest !== (before ? before.digest : "")) problems.push("chain");
  if (revision.seal !== (await sealOf(revision, before ? before.seal : ""))) problems.push("seal");
  if (revision.document) problems.push(...(await problemsInside(await fetchBytes(revision.document), revision, earlier)));
  else if (revision.digest && earlier.some((one) => one.document)) problems.push("gone");
  return problems;
}

/** What is wrong with the document of a revision: its bytes, or its list of the revisions before. */
async function problemsInside(bytes, revision, earlier) {
  if ((await sha256(bytes)) !== revision.digest) return ["digest"];
  const { revisions } = JSON.parse(new TextDecoder().decode(bytes));
  return canonical(revisions) === canonical(earlier.map(entryOf)) ? [] : ["list"];
}

async function fetchBytes(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer.arrayBuffer();
}

async function check(panel) {
  const words = panel.dataset;
  const list = panel.querySelector("[data-results]");
  const verdict = panel.querySelector("[data-verdict]");
  const say = (number, text, isWrong) => {
    const line = document.createElement("li");
    line.className = isWrong ? "proof-line proof-line--wrong" : "proof-line";
    line.textContent = `${words.revision.replace("0", number)}: ${text}`;
    list.append(line);
  };
  list.replaceChildren();
  verdict.textContent = words.checking;
  const { revisions } = JSON.parse(new TextDecoder().decode(await fetchBytes(words.checkpoints)));
  let wrong = 0;
  for (const [place, revision] of revisions.entries()) {
    const problems = await problemsOf(revision, revisions.slice(0, place), fetchBytes);
    wrong += problems.length;
    if (problems.length) say(revision.number, problems.map((name) => words[name]).join(" "), true);
    else say(revision.number, revision.document ? words.whole : words.entryOnly, false);
  }
  verdict.textContent = revisions.length === 0 ? words.empty : wrong ? words.wrong : words.right;
}

function start(panel) {
  const button = panel.querySelector("button");
  panel.hidden = false;
  if (!globalThis.crypto?.subtle) {
    // Browsers do this on https pages only.
    panel.querySelector("[data-verdict]").textContent = panel.dataset.unable;
    button.hidden = true;
    return;
  }
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await check(panel);
    } catch (error) {
      panel.querySelector("[data-verdict]").textContent = `${panel.dataset.unreachable} (${error.message})`;
    }
    button.disabled = false;
  });
}

const panel = globalThis.document?.querySelector("[data-verify]");
if (panel) start(panel);
