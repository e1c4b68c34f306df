import gettext
import os

from amanah.base.catalogues import compile_stale

PO = """
msgid ""
msgstr ""
"Language: ur\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Today"
msgstr "آج"

#, fuzzy
msgid "Tomorrow"
msgstr "کل"
"""


def write_source(tmp_path):
    source = tmp_path / "ur" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO)
    return source


def test_a_catalogue_is_made_where_there_is_none(tmp_path):
    source = write_source(tmp_path)

    made = compile_stale(tmp_path)

    assert made == [source.with_suffix(".mo")]
    with made[0].open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Today") == "آج"


def test_a_guess_is_not_shown(tmp_path):
    write_source(tmp_path)
    made = compile_stale(tmp_path)

    with made[0].open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Tomorrow") == "Tomorrow"


def test_it_is_made_again_only_when_its_source_is_newer(tmp_path):
    source = write_source(tmp_path)
    compile_stale(tmp_path)
    assert compile_stale(tmp_path) == []

    later = source.stat().st_mtime + 10
    os.utime(source, (later, later))
    assert compile_stale(tmp_path) == [source.with_suffix(".mo")]
