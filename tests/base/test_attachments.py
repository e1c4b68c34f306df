"""Files that people hand in: kept encrypted, opened from where they belong, gone in time."""

import os
import stat
from datetime import timedelta

import pytest

from amanah.base import attachments, clock
from amanah.base.fields import CannotDecrypt, name_of
from amanah.base.services import sweep_attachments
from amanah.operations import rotation
from amanah.operations.checks import database
from amanah.operations.stop import Stop
from amanah.programmes.models import Answer
from tests.factories import ApplicationFactory, QuestionFactory

pytestmark = pytest.mark.django_db
ABOUT = "programmes.answer.file"
WORDS = b"%PDF-1.7 what nobody else may read"


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "attachments"
    settings.FIELD_KEYS = list(settings.FIELD_KEYS)
    return tmp_path


@pytest.fixture
def handed_in():
    """A file, and the row that names it."""
    return Answer.objects.create(
        application=ApplicationFactory(),
        question=QuestionFactory(kind="file"),
        file=attachments.keep(WORDS, about=ABOUT),
    )


def stored(home):
    return sorted((home / "attachments").iterdir())


def test_a_file_is_encrypted_where_it_lies_and_ours_alone(home):
    name = attachments.keep(WORDS, about=ABOUT)

    (path,) = stored(home)
    assert WORDS not in path.read_bytes()
    assert path.name == f"{name.hex}.sealed"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert attachments.read(name, about=ABOUT) == WORDS


def test_a_file_opens_only_whole_under_its_name_and_from_its_column(home):
    first, second = (attachments.keep(text, about=ABOUT) for text in (WORDS, b"another"))
    paths = {path.name: path for path in stored(home)}

    with pytest.raises(CannotDecrypt):
        attachments.read(first, about="people.person.photo")
    content = paths[f"{first.hex}.sealed"].read_bytes()
    paths[f"{second.hex}.sealed"].write_bytes(content)
    with pytest.raises(CannotDecrypt):
        attachments.read(second, about=ABOUT)
    for damaged in (content[:-1], content[:10], content[:4], b""):
        paths[f"{first.hex}.sealed"].write_bytes(damaged)
        with pytest.raises(CannotDecrypt):
            attachments.read(first, about=ABOUT)
    paths[f"{first.hex}.sealed"].unlink()
    with pytest.raises(attachments.NotThere):
        attachments.read(first, about=ABOUT)


def test_nothing_is_left_of_a_file_that_does_not_fit_on_the_disk(home, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    attachments.keep(b"makes the folder", about=ABOUT)
    before = stored(home)
    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(OSError, match="No space"):
        attachments.keep(WORDS, about=ABOUT)

    assert stored(home) == before


def test_a_file_goes_when_the_change_is_certain_and_not_before(
    home, handed_in, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        attachments.discard([handed_in.file, None])
        assert len(stored(home)) == 1

    assert stored(home) == []


def test_what_no_row_names_is_swept_after_an_hour_and_nothing_else(home, handed_in):
    spare = attachments.keep(b"of a request that failed", about=ABOUT)
    other = home / "attachments" / "notes.txt"
    other.write_text("put there by somebody else")

    sweep_attachments(at=clock.now())
    assert len(stored(home)) == 3
    sweep_attachments(at=clock.now() + timedelta(hours=1, minutes=1))

    assert other in stored(home)
    assert attachments.path_of(spare) not in stored(home)
    assert attachments.read(handed_in.file, about=ABOUT) == WORDS
    handed_in.delete()
    sweep_attachments(at=clock.now() + timedelta(hours=1, minutes=1))
    assert stored(home) == [other]


def test_files_are_encrypted_anew_with_a_new_key_and_need_the_old_one_no_more(
    settings, home, handed_in
):
    rotation.use(settings.FIELD_KEYS, home)
    old = name_of(settings.FIELD_KEYS[0])
    rotation.add_key(home)
    assert attachments.read(handed_in.file, about=ABOUT) == WORDS
    with pytest.raises(Stop, match="attachments"):
        rotation.drop_old_keys(home)

    rotation.encrypt_anew()
    rotation.drop_old_keys(home)

    assert attachments.read(handed_in.file, about=ABOUT) == WORDS
    assert attachments.key_name(handed_in.file) not in {old, b""}
    assert len(stored(home)) == 1


def told():
    return [(line.level, line.sentence) for line in database.files()]


def test_the_check_says_when_a_file_is_lost_or_of_other_keys(settings, handed_in):
    ((level, sentence),) = told()
    assert (level, sentence[:8]) == ("ok", "1 files ")

    keys, settings.FIELD_KEYS = settings.FIELD_KEYS, [bytes(32)]
    ((level, sentence),) = told()
    assert (level, "1 open with none of our keys" in sentence) == ("problem", True)
    settings.FIELD_KEYS = keys
    attachments.path_of(handed_in.file).unlink()

    ((level, sentence),) = told()
    assert (level, "1 are not in" in sentence) == ("problem", True)


def test_every_column_that_names_a_file_is_looked_at(handed_in):
    assert list(attachments.named()) == [(handed_in.file, ABOUT)]
