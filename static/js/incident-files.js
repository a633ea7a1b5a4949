// Files made in the browser: a calendar, a table, anything to save. Nothing is sent anywhere.

/** Offer `text` for saving under `name`. */
export function download(name, text, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** A name for a file: no character that a file system refuses. */
export function fileName(...parts) {
  const words = parts.map((part) => part.replace(/[\\/:*?"<>|\s\u0000-\u001f]+/g, "-").replace(/^[-.]+|[-.]+$/g, ""));
  return words.filter(Boolean).join("-").slice(0, 80) || "seco";
}

/** An iCalendar file. `events`: {uid, title, text, url} with `at` (a moment, which takes no time: RFC 5545 forbids an end
 * that is the start) or with `day` ("2026-11-24": an entry of the whole day). It reminds a day before, for a whole day at
 * nine in the morning. `now` is a moment. */
export function calendar(events, now) {
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Seco//seco-quicklist//JA", "CALSCALE:GREGORIAN"];
  for (const event of events) {
    lines.push("BEGIN:VEVENT", `UID:${event.uid}`, `DTSTAMP:${utc(now)}`);
    if (event.day) {
      lines.push(`DTSTART;VALUE=DATE:${event.day.replaceAll("-", "")}`, `DTEND;VALUE=DATE:${dayAfter(event.day)}`, "TRANSP:TRANSPARENT");
    } else {
      lines.push(`DTSTART:${utc(event.at)}`);
    }
    lines.push(`SUMMARY:${escaped(event.title)}`);
    if (event.text) lines.push(`DESCRIPTION:${escaped(event.text)}`);
    if (event.url) lines.push(`URL:${event.url}`);
    lines.push("BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:${escaped(event.title)}`, `TRIGGER:${event.day ? "-PT15H" : "-P1D"}`, "END:VALARM", "END:VEVENT");
  }
  lines.push("END:VCALENDAR");
  return lines.map(folded).join("\r\n") + "\r\n";
}

function utc(moment) {
  return new Date(moment).toISOString().replace(/[-:]|\.\d+/g, "");
}

function dayAfter(day) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10).replaceAll("-", "");
}

function escaped(text) {
  return text.replace(/[\\;,]/g, "\\$&").replace(/\r\n|\r|\n/g, "\\n");
}

/** RFC 5545: at most 75 bytes a line, and never a character cut in two. */
function folded(line) {
  const encoder = new TextEncoder();
  const parts = [""];
  let length = 0;
  for (const character of line) {
    const bytes = encoder.encode(character).length;
    if (length + bytes > 75) {
      parts.push("");
      length = 1;
    }
    parts[parts.length - 1] += character;
    length += bytes;
  }
  return parts.join("\r\n ");
}

// What a spreadsheet takes for a formula, with full-width signs, too. As in the server's tables, an apostrophe goes before it.
const FORMULA = /^[=+\-@\t\r\n＝＋－＠']/;

/** A CSV file that Excel opens right in Japanese. */
export function table(rows) {
  const cell = (text) => `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  return `\uFEFF${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}
