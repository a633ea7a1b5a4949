"""The flow of judgement drawn as SVG: a tree from top to bottom, one row a node. Pure: rows in, drawing out.

Two drawings: `narrow` for a phone, titles only, in the units of its screen; `wide` for screens and A4 paper, with the
order of the desks and the first number beside each leaf. Colours, dashes and fonts belong to flow-figure.css.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

# The widths of a character in em: a full-width one; about the mean of bold Latin text in a wide font; a bold digit.
FULL, HALF, DIGIT = 1.0, 0.6, 0.68


@dataclass(frozen=True)
class Row:
    """A node to draw. `kind`: "root", "question" or "leaf". `added`: not in the source. `order`: the desks in order as
    the numbers of a legend. `desk` and `number`: the first desk that has a telephone, or the first desk; `area`: the one
    prefecture it serves, `mark`: stands before its name."""

    title: str
    depth: int
    url: str = ""
    kind: str = "leaf"
    added: bool = False
    order: str = ""
    desk: str = ""
    area: str = ""
    number: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Style:
    """Sizes in the drawing's own units."""

    name: str
    width: int
    indent: int
    font: float
    padding: float
    gap: float
    line_height: float
    title_width: float
    order_at: float = 0
    desk_at: float = 0
    number_font: float = 0
    small_font: float = 0
    order_font: float = 0
    is_one_line: bool = False

    @property
    def shows_desks(self) -> bool:
        return bool(self.desk_at)


NARROW = Style("narrow", width=358, indent=16, font=15, padding=9, gap=8, line_height=20, title_width=358)
# 720 units are the width of A4 without its margins: 18.7 units are 14 pt there, and 40 rows fill the height.
WIDE = Style(
    "wide",
    width=720,
    indent=16,
    font=11.5,
    padding=1.6,
    gap=2.3,
    line_height=15,
    title_width=344,
    order_at=350,
    desk_at=436,
    number_font=18.7,
    small_font=10,
    order_font=9,
    is_one_line=True,
)


def draw(rows: Sequence[Row], style: Style, label: str) -> SafeString:
    """`rows` in pre-order as one `<svg>`, accessible under `label`. Titles wrap, or are cut where
    the style has one line; desks' names are cut."""
    parts: list[SafeString] = []
    bottoms: dict[int, float] = {}
    y = 1.0
    for row in rows:
        lines = _title_lines(row, style)
        height = len(lines) * style.line_height + 2 * style.padding
        if row.depth:
            parts.append(_elbow(row, bottoms[row.depth - 1], y + height / 2, style))
        bottoms[row.depth] = y + height
        parts.append(_box(row, lines, y, height, style))
        if style.shows_desks:
            parts.append(_desk(row, y + height / 2, style))
        y += height + style.gap
    return format_html(
        '<svg class="flow-figure flow-figure--{}" viewBox="0 0 {} {}" role="group" aria-label="{}">{}</svg>',
        style.name,
        style.width,
        _short(y),
        label,
        mark_safe("".join(parts)),  # noqa: S308  every part comes from format_html
    )


def _title_lines(row: Row, style: Style) -> list[str]:
    room = _title_room(row, style) / style.font
    return [shortened(row.title, room)] if style.is_one_line else wrapped(row.title, room)


def width_of(text: str) -> float:
    """In em, for a sans-serif."""
    return sum(FULL if unicodedata.east_asian_width(character) in "WFA" else HALF for character in text)


def wrapped(text: str, room: float) -> list[str]:
    """`text` in lines of at most `room` em. Latin words stay whole; closing marks never start a line."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width_of((line + piece).rstrip()) > room:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def shortened(text: str, room: float) -> str:
    """`text` cut to `room` em with an ellipsis; what stands in brackets at its end goes first."""
    if width_of(text) <= room:
        return text
    text = re.split(r"[((]", text)[0].rstrip() or text
    if width_of(text) <= room:
        return text
    while text and width_of(text) + FULL > room:
        text = text[:-1]
    return text.rstrip(" ・、,") + "…"


def _pieces(text: str) -> Iterable[str]:
    """What may not be broken: Latin words with the blank behind them, single full-width characters with the marks that
    must not start a line."""
    piece = ""
    for character in text:
        latin = unicodedata.east_asian_width(character) not in "WFA"
        starts = piece and (piece[-1] == " " or not latin or unicodedata.east_asian_width(piece[-1]) in "WFA")
        if starts and character not in "、。」』)）・ー!？?ょゅゃっ" and piece[-1] not in "「『((":
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def _left(row: Row, style: Style) -> float:
    return row.depth * style.indent + 1


def _box_width(row: Row, style: Style) -> float:
    return style.title_width - _left(row, style) - 1


def _title_room(row: Row, style: Style) -> float:
    return _box_width(row, style) - 2 * (style.padding + 5)


def _elbow(row: Row, top: float, middle: float, style: Style) -> SafeString:
    x = (row.depth - 1) * style.indent + 1 + style.indent / 2
    return format_html(
        '<path class="flow-figure__line" d="M{} {}V{}H{}"/>', *map(_short, (x, top, middle, _left(row, style)))
    )


def _box(row: Row, lines: Sequence[str], y: float, height: float, style: Style) -> SafeString:
    x = _left(row, style)
    text_x = x + style.padding + 5
    first = y + style.padding + style.line_height / 2 + style.font * 0.36
    words = format_html_join(
        "",
        '<tspan x="{}" y="{}">{}</tspan>',
        ((_short(text_x), _short(first + index * style.line_height), line) for index, line in enumerate(lines)),
    )
    inside = format_html(
        '<rect class="flow-figure__box" x="{}" y="{}" width="{}" height="{}" rx="4"/>'
        '<text class="flow-figure__title" font-size="{}">{}</text>',
        *map(_short, (x, y, _box_width(row, style), height, style.font)),
        words,
    )
    classes = f"flow-figure__node flow-figure__node--{row.kind}" + (" flow-figure__node--added" if row.added else "")
    if row.url:
        return format_html('<a class="{}" href="{}">{}</a>', classes, row.url, inside)
    return format_html('<g class="{}">{}</g>', classes, inside)


def _desk(row: Row, middle: float, style: Style) -> SafeString:
    """Beside a leaf: the order of the desks, the first desk's name, its number."""
    if not row.desk:
        return SafeString("")
    line = format_html(
        '<path class="flow-figure__line" d="M{} {}H{}"/>', *map(_short, (style.title_width, middle, style.order_at - 3))
    )
    name_at = style.desk_at if row.order else style.order_at
    room = style.width - name_at - len(row.number) * DIGIT * style.number_font - style.padding
    name = _named(row, room / style.small_font)
    return line + format_html(
        "{}{}{}",
        _text("desk", style.order_at, middle, style.order_font, row.order),
        _text("desk", name_at, middle, style.small_font, name),
        _text("number", style.width, middle, style.number_font, row.number, "end"),
    )


def _named(row: Row, room: float) -> str:
    """The desk's name in `room` em. Where it serves one prefecture only, what is left of the name always says which."""
    name = shortened(row.mark + row.desk, room)
    if not row.area or (name == row.mark + row.desk and row.area in name):
        return name
    front = f"{row.mark}[{row.area}] "
    return front + shortened(row.desk, room - width_of(front))


def _text(part: str, x: float, middle: float, size: float, words: str, anchor: str = "start") -> SafeString:
    """Words on one line around the height `middle`; nothing when there are none."""
    if not words:
        return SafeString("")
    return format_html(
        '<text class="flow-figure__{}" x="{}" y="{}" font-size="{}" text-anchor="{}">{}</text>',
        part,
        *map(_short, (x, middle + size * 0.36, size)),
        anchor,
        words,
    )


def _short(number: float) -> str:
    """At most one decimal: 12.0 is 12."""
    return f"{number:.1f}".removesuffix(".0")
