// What a reader has answered to the "have ready" lines of a desk. An answer is kept under the line itself: editors insert
// and move lines, and an answer that was kept by its place would then stand under another question.

const LONGEST_KEY = 200; // UTF-16 units, as incident-store.js keeps them
const CUT = /…[0-9a-f]{8}$/;

/** Under what the answer to one line of a desk is kept: "desk/line". A long line is cut, and told apart by a sum. */
export function answerKey(desk, line) {
  const key = `${desk}/${line}`;
  return key.length <= LONGEST_KEY ? key : `${key.slice(0, LONGEST_KEY - 9)}…${sum(key)}`;
}

/** [{key, line, place}] of what was answered for a desk and is not among its lines now. `line` is the question as it was;
 * what an earlier version kept by place alone has a `place` from 1 and no line. */
export function leftOver(answers, desk, lines) {
  const known = new Set(lines.map((line) => answerKey(desk, line)));
  return Object.entries(answers)
    .filter(([key, text]) => key.startsWith(`${desk}/`) && !known.has(key) && text.trim())
    .map(([key]) => ({ key, rest: key.slice(desk.length + 1) }))
    .map(({ key, rest }) => (/^\d{1,4}$/.test(rest) ? { key, line: "", place: Number(rest) + 1 } : { key, line: rest.replace(CUT, "…"), place: 0 }));
}

/** FNV-1a. Two lines of one desk that begin alike are all that it has to tell apart. */
function sum(text) {
  let found = 0x811c9dc5;
  for (let place = 0; place < text.length; place += 1) found = Math.imul(found ^ text.charCodeAt(place), 0x01000193);
  return (found >>> 0).toString(16).padStart(8, "0");
}
