"""What RFC 5545 asks of the calendars that Seco makes: enough of it to read them strictly."""

import re

TIMES = {"DATE": r"[0-9]{8}", "DATE-TIME": r"[0-9]{8}T[0-9]{6}Z"}
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "URL", "TRANSP"}


def events_of(text):
    """`[{name: (kind, value), "alarm": {…}}]` of a calendar that keeps the rules; AssertionError otherwise."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert {"VERSION:2.0"} < set(lines)
    found = re.findall(r"BEGIN:VEVENT\n(.*?)\nEND:VEVENT", "\n".join(lines), re.DOTALL)
    return [checked(event.split("\n")) for event in found]


def checked(lines):
    begins, ends = lines.index("BEGIN:VALARM"), lines.index("END:VALARM")
    event, alarm = properties(lines[:begins] + lines[ends + 1 :]), properties(lines[begins + 1 : ends])
    assert {"UID", "DTSTAMP", "DTSTART"} <= set(event) <= ONCE
    kind, starts = event["DTSTART"]
    assert re.fullmatch(TIMES[kind], starts)
    if "DTEND" in event:  # "its value MUST be later in time than the value of DTSTART", and of the same kind
        assert event["DTEND"][0] == kind
        assert event["DTEND"][1] > starts
    assert set(alarm) == {"ACTION", "DESCRIPTION", "TRIGGER"}
    assert re.fullmatch(r"-P(?:\d+D|T\d+H)", alarm["TRIGGER"][1])
    return {**event, "alarm": alarm}


def properties(lines):
    found = {}
    for line in lines:
        name, value = line.split(":", 1)
        name, *parameters = name.split(";")
        assert name not in found, f"{name} stands twice"
        kind = "DATE" if "VALUE=DATE" in parameters else "DATE-TIME"
        found[name] = (kind, value)
    return found
