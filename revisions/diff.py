"""What differs between two documents: item by item, field by field, per language. Pure: data in, data out."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

# What JSON holds: a document, an item of it, a part of an item.
Item = Mapping[str, Any]
Path = tuple[str, ...]

ADDED, CHANGED, REMOVED = "added", "changed", "removed"


@dataclass(frozen=True)
class FieldChange:
    """`path` is the field, for a part of the item with the part before it: ("phones", "#9110", "note"). Texts or None."""

    path: Path
    language: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class ItemChange:
    section: str
    key: str
    title: Mapping[str, str]
    kind: str
    fields: tuple[FieldChange, ...]

    @property
    def is_withdrawal(self) -> bool:
        return self.kind == REMOVED or any(f.path == ("status",) and f.after == "retired" for f in self.fields)


def compare(before: Item, after: Item) -> list[ItemChange]:
    """The list of `ItemChange` between two documents, in the order of the later one, removed items last in each section."""
    changes = []
    for section in [name for name in after if isinstance(after[name], list) and name != "revisions"]:
        old, new = items_of(before, section), items_of(after, section)
        for key in [*new, *(key for key in old if key not in new)]:
            change = compare_items(section, key, old.get(key), new.get(key))
            if change:
                changes.append(change)
    return changes


def reordered(before: Item, after: Item) -> list[str]:
    """The sections whose items stand in another order, apart from what was added or removed. `compare` is silent on that."""
    found = []
    for section in [name for name in after if isinstance(after[name], list) and name != "revisions"]:
        old, new = list(items_of(before, section)), list(items_of(after, section))
        if [key for key in old if key in new] != [key for key in new if key in old]:
            found.append(section)
    return found


def compare_items(section: str, key: str, old: Item | None, new: Item | None) -> ItemChange | None:
    """The `ItemChange` between two forms of an item, None for "not there"; None when nothing differs."""
    if old == new:
        return None
    kind = ADDED if old is None else REMOVED if new is None else CHANGED
    item = new or old or {}
    fields = tuple(_field_changes(old or {}, new or {}))
    return ItemChange(section, key, item.get("title") or item.get("name") or {}, kind, fields) if fields else None


def items_of(document: Item, section: str) -> dict[str, Item]:
    """``{key: item}`` in reading order. Items that nest (missions under a stage) are items of their own."""
    found: dict[str, Item] = {}
    for item in document.get(section, []):
        _collect(item, found)
    return found


def _collect(item: Item, found: dict[str, Item], under: str | None = None) -> None:
    own = {name: value for name, value in item.items() if name != NESTING_ITEMS}
    if under is not None:
        own["under"] = under
    key = str(item.get("slug") or item.get("number"))
    found[key] = own
    for below in item.get(NESTING_ITEMS) or []:
        _collect(below, found, under=key)


NESTING_ITEMS = "missions"
ORDER, ARROW = "order", " → "


def _field_changes(old: Item, new: Item, path: Path = ()) -> Iterator[FieldChange]:
    """Both sides are walked together, so that a part that only changed its name (a telephone's number) stays one part."""
    for name in dict.fromkeys([*new, *old]):
        before, after = old.get(name), new.get(name)
        here = (*path, name)
        if before == after:
            continue
        if _has_parts(before) or _has_parts(after):
            yield from _part_changes(_parts(before or [], name), _parts(after or [], name), here)
        elif isinstance(before, dict) or isinstance(after, dict):
            for language in dict.fromkeys([*(after or {}), *(before or {})]):
                yield from _leaf(here, language, (before or {}).get(language), (after or {}).get(language))
        else:
            yield from _leaf(here, "", before, after)


def _leaf(path: Path, language: str, before: Any, after: Any) -> Iterator[FieldChange]:
    before, after = _text(before), _text(after)
    if before != after:
        yield FieldChange(path, language, before, after)


def _text(value: Any) -> str | None:
    """Empty text, an empty list and null all say "nothing"."""
    if value is None or value == "" or value == []:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _has_parts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _part_changes(old: dict[str, Item], new: dict[str, Item], path: Path) -> Iterator[FieldChange]:
    for before_name, after_name in _pairs(old, new):
        name = after_name or before_name
        yield from _field_changes(old.get(before_name, {}), new.get(after_name, {}), (*path, name))
    if list(old) != list(new) and set(old) == set(new):
        yield FieldChange((*path, ORDER), "", ARROW.join(old), ARROW.join(new))


def _pairs(old: dict[str, Item], new: dict[str, Item]) -> Iterator[tuple[str, str]]:
    """``(name before, name after)`` of each part; "" for "not there". Parts with a slug are never taken for another."""
    gone = [name for name in old if name not in new]
    come = [name for name in new if name not in old]
    renamed: dict[str, str] = {}
    if not any(IDENTITY & set(part) for part in [*old.values(), *new.values()]):
        renamed = dict(zip(come, gone, strict=False))
    yield from ((renamed.get(name, name if name in old else ""), name) for name in new)
    yield from ((name, "") for name in gone if name not in renamed.values())


PART_NAMES = ("slug", "contact", "number", "url")
IDENTITY = {"slug", "contact"}


def _parts(parts: Iterable[Item], nesting: str, under: str | None = None) -> dict[str, Item]:
    """``{name: part}``, parts below parts included; the name tells a part from its siblings, or is its place in the list."""
    found: dict[str, Item] = {}
    for place, part in enumerate(parts, 1):
        name = next((str(part[key]) for key in PART_NAMES if part.get(key)), str(place))
        own = {key: value for key, value in part.items() if key != nesting}
        if under is not None:
            own["under"] = under
        found[name if name not in found else f"{name} ({place})"] = own
        found |= _parts(part.get(nesting) or [], nesting, under=name)
    return found


# Words


def word_changes(
    before: str | None, after: str | None, is_whole: Callable[[str], bool] = lambda text: False
) -> list[tuple[str, str]]:
    """``[(mark, text)]`` with mark "=", "-" or "+", for showing what changed inside a text.

    Words are runs of the same kind of character, which reads well in Japanese. A text for which `is_whole` is true
    (a telephone number, an address) is never cut: it is shown as one removed and one added.
    """
    before, after = before or "", after or ""
    if is_whole(before) or is_whole(after):
        return [(mark, text) for mark, text in (("-", before), ("+", after)) if text]
    if len(before) * len(after) > TOO_LONG:
        return [("-", before), ("+", after)]
    return _merged(_pieces(words(before), words(after)))


TOO_LONG = 10_000_000  # characters times characters: beyond it, finding the differences would keep a reader waiting
TOO_SHORT = 2  # characters that two texts share by chance


def _pieces(old: list[str], new: list[str]) -> Iterator[tuple[str, str, str]]:
    """``[(removed, added, kept)]`` in order; of each piece either the last or the first two are empty."""
    for action, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        removed, added = "".join(old[i1:i2]), "".join(new[j1:j2])
        yield ("", "", removed) if action == "equal" else (removed, added, "")


def _merged(pieces: Iterable[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """Marks and texts. A word or two that stayed between two changes are read as changed, or the sentence falls apart."""
    pieces = list(pieces)
    parts: list[tuple[str, str]] = []
    removed = added = ""
    for place, (gone, come, kept) in enumerate(pieces):
        inside = 0 < place < len(pieces) - 1 and "\n" not in kept
        if kept and not (inside and len(kept) <= TOO_SHORT and not HAS_WHOLE.search(removed + added)):
            parts += [("-", removed), ("+", added), ("=", kept)]
            removed = added = ""
        else:
            removed, added = removed + gone + kept, added + come + kept
    return [(mark, text) for mark, text in [*parts, ("-", removed), ("+", added)] if text]


def words(text: str) -> list[str]:
    """Split `text` into runs of kanji, hiragana, katakana, letters, or a number or address taken whole."""
    return WORD.findall(text)


# A number is one word however it is written: 03（1234）5678, ０３－１２３４, +81 3 1234, #9110, 0120 123 456, 8:30-17:15.
BETWEEN_DIGITS = r"[-‐‑‒–—―−－ー:：/.()（） \u3000]"
WHOLE = rf"https?://[!-~]+|[A-Za-z0-9_.+-]+@[A-Za-z0-9.-]+|[+＋]?[#＃]?[(（]?\d+(?:{BETWEEN_DIGITS}{{1,2}}\d+)*"
WORD = re.compile(rf"{WHOLE}|[一-鿿々〆]+|[ぁ-ゖー]|[ァ-ヺー]+|[A-Za-z]+|\s+|.", re.DOTALL)
HAS_WHOLE = re.compile(rf"{BETWEEN_DIGITS}\d|https?:|@")
