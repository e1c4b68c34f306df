"""The check of the catalogues catches what it is there to catch."""

from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader

import pytest
from babel.messages.catalog import Catalog
from django.urls import get_resolver
from django.utils import translation

from amanah.base import sights
from amanah.notifications import kinds
from amanah.stewardship import events, hooks


@pytest.fixture(scope="module")
def tool():
    loader = SourceFileLoader("messages", "tools/messages")
    module = module_from_spec(spec_from_loader("messages", loader))
    loader.exec_module(module)
    return module


def faults(tool, text, translation, **kept_as):
    wanted, kept = Catalog(), Catalog(locale="ur", header_comment="# needs a native reader")
    wanted.add(text)
    kept.add(text, translation, **kept_as)
    return list(tool.faults_of(kept, wanted))


MANY = ("%(n)s meeting", "%(n)s meetings")


@pytest.mark.parametrize(
    ("text", "translation"),
    [
        ("Today", "آج"),
        ("Only you and %(name)s", "صرف آپ اور %(name)s"),
        (MANY, ("%(n)s ملاقات", "%(n)s ملاقاتیں")),
        (MANY, ("ایک ملاقات", "%(n)s ملاقاتیں")),
        ("<b>Kept</b>", "<b>محفوظ</b>"),
    ],
)
def test_a_sound_translation_passes(tool, text, translation):
    assert faults(tool, text, translation) == []


@pytest.mark.parametrize(
    ("text", "translation", "complaint"),
    [
        ("Today", "", "not translated"),
        ("Only you and %(name)s", "صرف آپ", "holes"),
        ("Only you and %(name)s", "صرف آپ اور %(nam)s", "holes"),
        (MANY, ("%(n)s ملاقات", ""), "not translated"),
        (MANY, ("%(n)s ملاقات", "ملاقاتیں"), "holes"),
        ("<b>Kept</b>", "<b>محفوظ", "markup"),
    ],
)
def test_a_broken_translation_is_named(tool, text, translation, complaint):
    assert any(complaint in fault for fault in faults(tool, text, translation))


def test_a_guess_is_named(tool):
    assert any("fuzzy" in one for one in faults(tool, "Today", "آج", flags=["fuzzy"]))


def test_a_text_that_nobody_gathered_is_named(tool):
    wanted, kept = Catalog(), Catalog(locale="ur", header_comment="# needs a native reader")
    wanted.add("Today")

    assert any("not in the catalogue" in fault for fault in tool.faults_of(kept, wanted))


def test_a_text_that_is_gone_is_named(tool):
    kept = Catalog(locale="ur", header_comment="# needs a native reader")
    kept.add("Yesterday", "کل")

    assert any("no longer" in fault for fault in tool.faults_of(kept, Catalog()))


def test_a_header_that_claims_too_much_is_named(tool):
    assert any("header" in fault for fault in tool.faults_of(Catalog(locale="ur"), Catalog()))


def test_texts_of_python_and_of_templates_are_gathered(tool):
    known = {message.id for message in tool.gather()}

    assert {"Only you", "Skip to content"} <= known


def test_what_the_registers_say_is_said_in_urdu_too():
    """A text that is marked for translation under another name is found by nobody."""
    # Pages declare what can be seen on them, so all of them must be known.
    assert get_resolver().url_patterns
    said = [
        *(text for event in events.events.values() for text in (event.to_subject, event.to_staff)),
        *(sight.what for sight in sights.all_sights()),
        *(part.what for part in hooks.exports.values()),
        *(text for kind in kinds.all_kinds() for text in (kind.says, kind.listed_as)),
    ]
    with translation.override("ur"):
        urdu = [str(text) for text in said]
    with translation.override("en"):
        english = [str(text) for text in said]

    assert len(said) > 100
    assert [text for text, other in zip(english, urdu, strict=True) if text and text == other] == []
