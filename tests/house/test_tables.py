"""Every table can be taken along as Excel, or says here why not."""

from pathlib import Path

TEMPLATES = {
    str(path).split("/templates/")[1]: path.read_text()
    for path in Path("amanah").glob("*/templates/**/*.html")
}
WITHOUT = {
    "shell/part/_chart.html": "it says a chart in words",
    "shell/style/_table.html": "a sample",
    "programmes/week_input.html": "it is a form",
    "programmes/columns.html": "it came as a sheet, and is only read",
    "programmes/_list_rows.html": "it came as a sheet, and is only read",
    "people/those_gone.html": "who has gone, or died, is not to be carried about",
    "home/privacy.html": "one's own data is taken along whole",
    "conflicts/own.html": "one's own data is taken along whole",
    "matching/runs.html": "it leads to boards, each of which can be taken along",
    "matching/choices.html": "it is a form",
    "matching/_decided.html": "decisions stand in the ledger, which can be taken along",
    "conflicts/list.html": "it came as a sheet, and is only read",
}


def with_tables():
    return {name for name, text in TEMPLATES.items() if "<table" in text}


def offers_a_sheet(name):
    """In the table's own template, or in one that includes it."""
    around = [text for text in TEMPLATES.values() if f'include "{name}"' in text]
    return any("as=xlsx" in text or "_sheet" in text for text in (TEMPLATES[name], *around))


def test_every_table_can_be_taken_along():
    assert {name for name in with_tables() - set(WITHOUT) if not offers_a_sheet(name)} == set()


def test_a_table_without_a_sheet_is_noticed():
    assert with_tables() >= set(WITHOUT)
    assert {name for name in WITHOUT if offers_a_sheet(name)} == set()
