"""Whoever has their keys needs nothing of ours: the age command opens what the browser sealed."""

import base64
import json
import subprocess
from pathlib import Path

import pytest

from tests.age import ROOT, at_a_terminal, found, run

pytestmark = pytest.mark.slow

TEXTS = [
    "سلام، کیا حال ہے؟ میں کل آؤں گی۔ 🌱",
    "👩🏽‍⚕️ ‎نہیں‌ہے‏ é e\u0301 \u0000 \r\n\u2028 line",
    "Salaam " * 900,
]


@pytest.fixture(scope="module")
def age():
    return found("find-age")


@pytest.fixture(scope="module")
def ours():
    """Ask our modules, in node: `ours("room", text="…")`."""
    node = Path(found("find-node")) / "node"

    def ask(act, **said):
        done = subprocess.run(
            [node, "--no-warnings", ROOT / "tests/js/sealing/desk.mjs", act],
            input=json.dumps(said).encode(),
            stdout=subprocess.PIPE,
            check=True,
            timeout=60,
        )
        return json.loads(done.stdout)

    return ask


@pytest.fixture
def folder(tmp_path):
    def put(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return put


@pytest.mark.parametrize("text", TEXTS, ids=["urdu", "strange", "long"])
def test_the_age_command_opens_the_words_of_a_room_with_its_key(age, ours, folder, text):
    room = ours("room", text=text)
    key = folder("room.age", room["key"].encode())

    plain = run(age, "--decrypt", "-i", key, given=base64.b64decode(room["file"]))

    words = json.loads(plain.decode().split("\n", 2)[2])
    assert words == room["words"]
    assert words["text"] == text


@pytest.mark.parametrize("text", TEXTS, ids=["urdu", "strange", "long"])
def test_what_the_age_command_seals_to_a_room_opens_in_the_browsers_modules(
    age, ours, folder, text
):
    room = ours("room", text=text)
    key = folder("room.age", room["key"].encode())
    plain = run(age, "--decrypt", "-i", key, given=base64.b64decode(room["file"]))

    again = run(age, "--recipient", room["recipient"], given=plain)

    told = {name: room[name] for name in ("key", "room", "identity", "person")}
    opened = ours("words", file=base64.b64encode(again).decode(), **told)
    assert again != base64.b64decode(room["file"])
    assert opened == {"words": room["words"], "roomTagHolds": True, "tagHolds": True}


def test_another_key_does_not_open_the_words_of_a_room(age, ours, folder):
    room, other = ours("room", text="Salaam"), ours("room", text="Salaam")
    key = folder("other.age", other["key"].encode())

    with pytest.raises(subprocess.CalledProcessError) as refused:
        run(age, "--decrypt", "-i", key, given=base64.b64decode(room["file"]))

    assert b"no identity matched" in refused.value.stderr


def test_the_age_command_opens_a_recovery_sheet_with_the_code_as_it_is_printed(age, ours, folder):
    sheet = ours("sheet", words="")
    blob = folder("sheet.age", base64.b64decode(sheet["blob"]))
    out = blob.with_name("secret.json")

    ended, _ = at_a_terminal(age, "--decrypt", "-o", out, blob, typed=sheet["code"])

    assert ended == 0
    assert json.loads(out.read_text()) == {"v": 1, **sheet["secret"]}


def test_a_code_without_its_hyphens_is_not_the_passphrase(age, ours, folder):
    sheet = ours("sheet", words="")
    blob = folder("sheet.age", base64.b64decode(sheet["blob"]))
    out = blob.with_name("secret.json")

    ended, said = at_a_terminal(
        age, "--decrypt", "-o", out, blob, typed=sheet["code"].replace("-", "")
    )

    assert ended == 1
    assert "incorrect passphrase" in said
    assert not out.exists()


def test_the_age_command_opens_the_lock_in_a_saved_file(age, ours, folder):
    words = "Amanah: keep this file.\nاسے محفوظ رکھیں 🌱"
    sheet = ours("sheet", words=words)
    saved = sheet["file"]
    blob = folder("lock.age", saved[saved.index("-----BEGIN") :].encode())
    out = blob.with_name("secret.json")

    ended, _ = at_a_terminal(age, "--decrypt", "-o", out, blob, typed=sheet["code"])

    assert saved.startswith(words)
    assert ended == 0
    assert json.loads(out.read_text())["identity"] == sheet["secret"]["identity"]


def test_a_saved_file_opens_whatever_became_of_its_ends_of_lines(ours):
    sheet = ours("sheet", words="اسے محفوظ رکھیں")
    expected = {name: sheet["secret"][name] for name in ("person", "generation")}

    kept = ours("kept", file=sheet["file"].replace("\n", "\r\n"), expected=expected)

    assert kept == {"code": sheet["code"], "secret": sheet["secret"]}


def test_what_the_age_command_seals_under_a_phrase_opens_here_but_not_as_a_lock(age, ours, folder):
    """It takes four times the work of ours: a lock that is not as we make it is refused."""
    text = TEXTS[0]
    plain = folder("plain.txt", text.encode())
    out = plain.with_name("plain.age")
    phrase = "abacus yonder zippy walnut trusting sleet"

    ended, said = at_a_terminal(
        age, "--encrypt", "--passphrase", "-o", out, plain, typed=phrase, times=2
    )
    assert ended == 0, said
    file = base64.b64encode(out.read_bytes()).decode()
    opened = ours("phrase", file=file, phrase=phrase, expected={"person": "", "generation": 1})

    assert opened == {"plain": text, "refusal": "sealing.weak-lock"}
