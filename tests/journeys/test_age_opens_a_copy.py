"""A copy that a client made of a room opens with Debian's age, and with nothing else of ours."""

import json
import zipfile

import pytest

from amanah.stewardship.models import Entry
from tests import age
from tests.journeys.test_sealing_clients import cast, tell  # noqa: F401 (a fixture)

VEILED = 2**48
SAYS = "سلام 🌱"


@pytest.fixture(scope="module")
def command():
    return age.found("find-age")


@pytest.fixture
def told(cast, tmp_path):  # noqa: F811
    """Tell a story whose copies are put into a folder."""
    cast["told"]["folder"] = str(tmp_path)

    def telling(name):
        tell(name, cast)
        return tmp_path

    return telling


def unpacked(path):
    """The folder that an archive becomes. Python looks at every checksum in it."""
    folder = path.with_suffix("")
    with zipfile.ZipFile(path) as packed:
        assert packed.testzip() is None
        packed.extractall(folder)
    return folder


def opened(command, folder, name, typed):
    """What age makes of a file, asked for the phrase at a terminal as anybody would be."""
    out = folder / "out.txt"
    arguments = ("--decrypt", "-i", folder / "keys/room.age", "-o", out, folder / name)
    ended, asked = age.at_a_terminal(command, *arguments, typed=typed)
    return out.read_text() if ended == 0 else asked


@pytest.mark.parametrize("by", ["phrase", "code"])
def test_every_message_of_a_copy_opens_with_what_was_typed(told, command, by):
    told_in = told("copy: all that both wrote, under a phrase and under a code")
    typed = json.loads((told_in / "said.json").read_text())[by]
    folder = unpacked(told_in / f"{by}.zip")
    index = json.loads((folder / "index.json").read_text())

    keys = folder / "keys.txt"
    arguments = ("--decrypt", "-o", keys, folder / "keys/room.age")
    assert age.at_a_terminal(command, *arguments, typed=typed)[0] == 0
    texts = []
    for line in index["messages"]:
        plain = age.run(command, "--decrypt", "-i", keys, folder / line["file"]).decode()
        words = json.loads(plain.split("\n", 2)[2])
        assert (words["n"], words["mid"], words["ref"]) == (
            line["n"],
            line["name"],
            line["changes"],
        )
        texts.append(words["text"])
        # How much its author did elsewhere is in no reader's copy.
        assert words["pins"] >= VEILED

    assert texts == ["First", SAYS, "First, changed", "Not this", ""]
    assert len(list((folder / "messages").iterdir())) == 5
    whole = opened(command, folder, "all-words.age", typed)
    assert "First, changed" in whole
    assert SAYS in whole
    assert "(taken back)" in whole
    assert "Not this" not in whole
    # One command with a phrase opens one message too.
    assert SAYS in opened(command, folder, "messages/0002.age", typed)


def test_what_anybody_may_read_of_a_copy_holds_no_words(told):
    folder = unpacked(
        told("copy: all that both wrote, under a phrase and under a code") / "phrase.zip"
    )

    index = json.loads((folder / "index.json").read_text())

    in_the_open = (folder / "index.json").read_text() + (folder / "READ-ME.txt").read_text()
    assert "Salaam." in in_the_open
    for words in ("First", SAYS, "Not this", "AGE-SECRET-KEY"):
        assert words not in in_the_open
    assert [line["kind"] for line in index["messages"]] == [*["hopes"] * 4, "withdrawn"]
    assert index["epochs"] == [{"epoch": 1, "from": 1}]
    raw = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert SAYS.encode() not in raw


def test_another_phrase_opens_nothing_of_a_copy(told, command):
    told_in = told("copy: all that both wrote, under a phrase and under a code")
    said = json.loads((told_in / "said.json").read_text())
    folder = unpacked(told_in / "phrase.zip")

    assert SAYS in opened(command, folder, "messages/0002.age", said["phrase"])
    (folder / "out.txt").unlink()
    refused = opened(command, folder, "messages/0002.age", said["code"])

    assert "incorrect passphrase" in refused
    assert not (folder / "out.txt").exists()


def test_notes_to_oneself_can_be_taken_along_too(told, command):
    folder = unpacked(told("copy: one's own notes") / "notes.zip")
    phrase = "abacus abdomen abdominal abide abiding ability"

    assert "For me alone" in opened(command, folder, "all-words.age", phrase)
    assert "For me alone" in opened(command, folder, "messages/0001.age", phrase)


def test_a_copy_is_made_for_whoever_is_in_the_room_and_types_it_afresh(told, cast):  # noqa: F811
    told("copy: not by another phrase, not by a touch, and not by an open lock alone")

    by = Entry.objects.filter(event="sealing.copy_taken", about=cast["rooms"][0].pk)
    assert set(by.values_list("by", "subject")) == {
        (cast["people"][name].pk,) * 2 for name in ("ayesha", "bilal")
    }


def test_words_that_came_altered_are_named_missing(told, command):
    told_in = told("copy: words that come altered are not passed off as they were")
    phrase = "abacus abdomen abdominal abide abiding ability"
    kept = {name: unpacked(told_in / f"{name}.zip") for name in ("altered", "whole")}

    texts = {name: opened(command, at, "all-words.age", phrase) for name, at in kept.items()}

    assert ("First" in texts["whole"], "Second" in texts["whole"]) == (True, True)
    assert ("First" in texts["altered"], "Second" in texts["altered"]) == (False, False)
    assert texts["altered"].count("missing") == 2
