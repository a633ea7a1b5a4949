// Checks the revision history in the reader's browser: every digest, the chain and every seal, from the published data.
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

/** The seal of a revision: covers its entry and the seal before it. */
export function sealOf(revision, previousSeal) {
  const { seal, document, ...entry } = revision;
  return sha256(new TextEncoder().encode(canonical({ ...entry, previous_seal: previousSeal })));
}

/** What is wrong with one revision: names of messages, none when all is well. `fetchBytes` gives its document. */
export async function problemsOf(revision, before, fetchBytes) {
  const problems = [];
  if (revision.number !== (before ? before.number + 1 : 1)) problems.push("missing");
  if (revision.previous_digest !== (before ? before.digest : "")) problems.push("chain");
  if (revision.seal !== (await sealOf(revision, before ? before.seal : ""))) problems.push("seal");
  if (revision.document && (await sha256(await fetchBytes(revision.document))) !== revision.digest) problems.push("digest");
  return problems;
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
  let before = null;
  let wrong = 0;
  for (const revision of revisions) {
    const problems = await problemsOf(revision, before, fetchBytes);
    wrong += problems.length;
    if (problems.length) say(revision.number, problems.map((name) => words[name]).join(" "), true);
    else say(revision.number, revision.document ? words.whole : words.entryOnly, false);
    before = revision;
  }
  verdict.textContent = wrong ? words.wrong : words.right;
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
