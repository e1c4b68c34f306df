"""Writing a workbook (XLSX) in which nothing is a formula.

Every text is stored as a text and marked as one, so that it stays inert also when it is copied to
another cell or saved as CSV by somebody's spreadsheet. The same rows give the same bytes.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

LONGEST_TEXT = 32_767
# What XML cannot hold.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
WHEN = (1980, 1, 1, 0, 0, 0)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
FIXED = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
    '+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    # Style 1: a text, and known as one (the apostrophe of the spreadsheet). Style 2: a heading.
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><fonts count="2"><font/><font><b/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf xfId="0"/><xf xfId="0" numFmtId="49" quotePrefix="1" '
    'applyNumberFormat="1"/><xf xfId="0" fontId="1" numFmtId="49" quotePrefix="1" '
    'applyFont="1" applyNumberFormat="1"/></cellXfs><cellStyles count="1">'
    '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}


def as_xlsx(
    header: Sequence[str],
    rows: Iterable[Sequence[str | int]],
    *,
    title: str = "Sheet1",
    right_to_left: bool = False,
) -> bytes:
    """A workbook with one sheet: numbers as numbers, everything else as inert text.

    Parameters
    ----------
    header : sequence of str
        The names of the columns; the row stays in sight.
    rows : iterable of sequence of str or int
    title : str
        What the sheet is called; what Excel does not allow in it is taken out.
    right_to_left : bool
        The first column stands on the right.
    """
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in FIXED.items():
            archive.writestr(zipfile.ZipInfo(name, WHEN), HEAD + content)
        archive.writestr(zipfile.ZipInfo("xl/workbook.xml", WHEN), HEAD + _book(title))
        sheet = zipfile.ZipInfo("xl/worksheets/sheet1.xml", WHEN)
        sheet.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(sheet, "w", force_zip64=True) as file:
            file.write((HEAD + _before(right_to_left=right_to_left)).encode())
            file.write(_row(header, "2").encode())
            for row in rows:
                file.write(_row(row, "1").encode())
            file.write(b"</sheetData></worksheet>")
    return held.getvalue()


def _book(title: str) -> str:
    name = re.sub(r"[\[\]:*?/\\]", " ", FORBIDDEN.sub("", title))[:31].strip("' ") or "Sheet1"
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        f'<sheet name="{escape(name, {chr(34): "&quot;"})}" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>"
    )


def _before(*, right_to_left: bool) -> str:
    side = ' rightToLeft="1"' if right_to_left else ""
    return (
        f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"{side}>'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        "</sheetView></sheetViews><sheetData>"
    )


def _row(cells: Sequence[str | int], style: str) -> str:
    return f"<row>{''.join(_cell(cell, style) for cell in cells)}</row>"


def _cell(cell: str | int, style: str) -> str:
    if isinstance(cell, int) and not isinstance(cell, bool):
        return f"<c><v>{cell}</v></c>"
    text = escape(FORBIDDEN.sub("", str(cell))[:LONGEST_TEXT])
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
