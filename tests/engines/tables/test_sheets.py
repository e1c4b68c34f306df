import io
import zipfile
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amanah.engines.tables import as_xlsx, read
from amanah.engines.tables.sheets import FORBIDDEN

SHEET = "xl/worksheets/sheet1.xml"


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content)).active


def part(content, name=SHEET):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def test_a_workbook_opens_with_its_header_numbers_and_texts():
    sheet = opened(as_xlsx(["Name", "Places"], [["خدیجہ", 2], ["O'Brien <&>", 0]], title="People"))

    assert sheet.title == "People"
    assert [list(row) for row in sheet.iter_rows(values_only=True)] == [
        ["Name", "Places"],
        ["خدیجہ", 2],
        ["O'Brien <&>", 0],
    ]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://a.example")'])
def test_no_cell_is_a_formula_or_a_number_that_was_a_text(cell):
    content = as_xlsx([cell], [[cell]])

    assert "<f>" not in part(content)
    assert [one.data_type for row in opened(content) for one in row] == ["inlineStr"] * 2 or [
        one.data_type for row in opened(content) for one in row
    ] == ["s"] * 2
    assert all(one.quotePrefix for row in opened(content) for one in row)
    assert opened(content)["A2"].value == cell


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_any_text_comes_back_as_it_was(rows):
    content = as_xlsx(["one", "two"], rows)

    found = ElementTree.fromstring(part(content))
    texts = [node.text or "" for node in found.iter() if node.tag.endswith("}t")]
    sent = [FORBIDDEN.sub("", cell) for row in rows for cell in row]
    assert [text.replace("\r\n", "\n").replace("\r", "\n") for text in texts[2:]] == [
        text.replace("\r\n", "\n").replace("\r", "\n") for text in sent
    ]


def test_the_same_rows_give_the_same_bytes():
    assert as_xlsx(["a"], [["b"]]) == as_xlsx(["a"], [["b"]])


def test_a_sheet_may_be_read_from_right_to_left():
    assert opened(as_xlsx(["نام"], [], right_to_left=True)).sheet_view.rightToLeft
    assert not opened(as_xlsx(["Name"], [])).sheet_view.rightToLeft


@pytest.mark.parametrize("title", ["a/b:c*[d]?", "", "'", "x" * 60])
def test_a_sheet_is_named_as_excel_allows(title):
    name = opened(as_xlsx(["a"], [], title=title)).title

    assert name
    assert len(name) <= 31
    assert not set("[]:*?/\\") & set(name)


def test_what_we_write_we_can_read(tmp_path):
    path = tmp_path / "people.xlsx"
    path.write_bytes(as_xlsx(["Name", "Places"], [["=Hina", 2]]))

    assert [row.cells for row in read(path).rows] == [("=Hina", "2")]
