"""The history as an Excel file, written row by row: its length costs no memory."""

import xlsxwriter
from django.utils.translation import gettext as _

from . import exports

LAST_ROW = 1_048_575  # of a sheet
LONGEST = 32_767  # characters of a cell
WIDTHS = {"time": 26, "before": 40, "after": 40, "reason": 40}


def write(file, question, with_person=False):
    """Write the workbook to `file`, an open binary file. Every cell is a text: nothing in it is run or turned into a date."""
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "in_memory": False})
    bold = book.add_format({"bold": True})
    sheet, at = None, LAST_ROW + 1
    for row in exports.table(question, with_person):
        if at > LAST_ROW:
            sheet, at = _sheet(book, bold, with_person), 1
        _write_row(sheet, at, row)
        at += 1
    if sheet is None:
        _sheet(book, bold, with_person)
    book.close()


def _sheet(book, bold, with_person):
    """A further sheet, with its header: the next million of rows."""
    count = len(book.worksheets())
    sheet = book.add_worksheet(_("改版履歴") if count == 0 else f"{_('改版履歴')} {count + 1}")
    sheet.freeze_panes(1, 0)
    for place, name in enumerate(exports.header(with_person)):
        sheet.set_column(place, place, WIDTHS.get(exports.Row._fields[place], 14))
        sheet.write_string(0, place, name, bold)
    return sheet


def _write_row(sheet, at, row):
    for place, text in enumerate(row):
        if len(text) > LONGEST:
            text = _("長すぎてこの表に入りません。CSV か JSON を使ってください。")
        if text:
            sheet.write_string(at, place, text)
