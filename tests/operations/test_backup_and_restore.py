"""Backup and restore, as an operator does them: real processes, real files."""

import json
import shutil
import stat
import tarfile
from uuid import UUID

import pyrage
import pytest

from amanah.stewardship import erasure_log
from tests.factories import SPRING

pytestmark = pytest.mark.slow


def put_keys(place, into):
    into.home.mkdir(mode=0o700)
    for name in ("secret.key", "field.keys"):
        shutil.copy2(place.home / name, into.home / name)


def back_up(place, file, *more):
    done = place.amanah("backup", file, *more)
    assert done.returncode == 0, done.stderr
    return file


def test_a_backup_says_where_each_ledger_stood(place, tmp_path):
    file = back_up(place, tmp_path / "b.amanah")

    with tarfile.open(file) as archive:
        manifest = json.load(archive.extractfile("manifest.json"))

    chains = place.tell()["stewardship_chain"]
    assert manifest["ledgers"] == {row["id"]: f"{row['length']} {row['head']}" for row in chains}
    assert chains != []


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_what_is_restored_means_the_same_on_either_database(place, new_place, target, tmp_path):
    file = back_up(place, tmp_path / "b.amanah")
    other = new_place(target)
    put_keys(place, other)

    done = other.amanah("restore", file)

    assert done.returncode == 0, done.stderr
    assert other.tell() == place.tell()
    assert other.tell()["people_person"] != []
    assert "0300" in json.dumps(other.tell()["people_profile"], ensure_ascii=False)
    # It goes on working: new rows get new keys, the ledger goes on, and is whole.
    other.contents("fill", 1)
    assert other.amanah("upgrade").returncode == 0


def test_a_backup_is_one_private_file_with_no_key_and_no_readable_secret(place, tmp_path):
    file = back_up(place, tmp_path / "b.amanah")

    content = file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for name in ("secret.key", "field.keys"):
        assert (place.home / name).read_text().strip().encode() not in content
    assert list(tmp_path.glob(".*")) == []
    assert list(place.home.glob(".snapshot*")) == []


def test_keys_go_only_to_an_age_recipient_and_come_back_by_its_identity(place, new_place, tmp_path):
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "identity.txt").write_text(f"# mine\n{identity}\n")
    (tmp_path / "other.txt").write_text(f"{pyrage.x25519.Identity.generate()}\n")
    bare = place.amanah("backup", tmp_path / "bare.amanah", "--with-keys")
    bad = place.amanah("backup", tmp_path / "bad.amanah", "--with-keys", "--to", "age1nonsense")
    file = back_up(place, tmp_path / "k.amanah", "--with-keys", "--to", str(identity.to_public()))
    other = new_place("sqlite")

    without = other.amanah("restore", file)
    wrong = other.amanah("restore", file, "--identity", tmp_path / "other.txt")
    right = other.amanah("restore", file, "--identity", tmp_path / "identity.txt")

    assert (bare.returncode, bad.returncode) == (3, 3)
    assert "--to age1" in bare.stderr
    assert "not an age recipient" in bad.stderr
    assert list(tmp_path.glob("ba*.amanah")) == []
    assert (without.returncode, wrong.returncode) == (3, 3)
    assert "field keys at hand are not those" in without.stderr
    assert "does not open the keys" in wrong.stderr
    assert right.returncode == 0, right.stderr
    assert (other.home / "field.keys").read_bytes() == (place.home / "field.keys").read_bytes()
    assert other.tell() == place.tell()


def test_a_home_with_something_in_it_is_replaced_only_when_asked_and_kept_aside(place, tmp_path):
    file = back_up(place, tmp_path / "b.amanah")
    then = place.tell()
    place.contents("fill", 1)
    now = place.tell()

    refused = place.amanah("restore", file)
    after_refusal = place.tell()
    done = place.amanah("restore", file, "--replace")

    assert refused.returncode == 3
    assert "--replace" in refused.stderr
    assert after_refusal == now
    assert done.returncode == 0, done.stderr
    assert place.tell() == then
    aside = next(place.home.glob("before-restore-*"))
    assert len(list(aside.rglob("*.bin"))) == 2


def test_nobody_who_was_erased_comes_back_from_an_older_backup(place, new_place, tmp_path):
    file = back_up(place, tmp_path / "b.amanah")
    person = place.tell()["people_person"][0]
    erasure_log.append(place.home, UUID(person["id"]), at=SPRING)
    other = new_place("sqlite")
    put_keys(place, other)
    plain = new_place("sqlite")
    put_keys(place, plain)
    shutil.copy2(place.home / "erasures.log", other.home / "erasures.log")

    done = other.amanah("restore", file)
    plain.amanah("restore", file)

    assert done.returncode == 0, done.stderr
    assert "1 people who were erased since then were erased again" in done.stdout
    assert person["email"] not in json.dumps(other.tell(), ensure_ascii=False)
    assert person["email"] in json.dumps(plain.tell(), ensure_ascii=False)
    assert (other.home / "erasures.log").read_bytes() == (place.home / "erasures.log").read_bytes()


def test_the_list_in_the_archive_counts_where_the_home_has_none(place, new_place, tmp_path):
    person = place.tell()["people_person"][0]
    erasure_log.append(place.home, UUID(person["id"]), at=SPRING)
    file = back_up(place, tmp_path / "b.amanah")
    other = new_place("sqlite")
    put_keys(place, other)

    done = other.amanah("restore", file)

    assert "erased again" in done.stdout
    assert person["email"] not in json.dumps(other.tell(), ensure_ascii=False)


def test_an_erasure_log_that_was_cut_stops_the_restore(place, new_place, tmp_path):
    people = place.tell()["people_person"]
    file = back_up(place, tmp_path / "b.amanah")
    other = new_place("sqlite")
    put_keys(place, other)
    for person in people[:2]:
        erasure_log.append(other.home, UUID(person["id"]), at=SPRING)
    log = other.home / "erasures.log"
    log.write_text(log.read_text().splitlines()[1] + "\n")

    refused = other.amanah("restore", file)

    assert refused.returncode == 3
    assert "does not follow from the line before" in refused.stderr
    assert not (other.home / "amanah.sqlite3").exists()


def test_a_backup_never_takes_the_place_of_another_file(place, tmp_path):
    (tmp_path / "b.amanah").write_text("last week's")

    refused = place.amanah("backup", tmp_path / "b.amanah")
    lost = place.amanah("backup", tmp_path / "nowhere" / "b.amanah")

    assert (refused.returncode, lost.returncode) == (3, 3)
    assert (tmp_path / "b.amanah").read_text() == "last week's"


def test_a_database_in_use_is_not_restored_over(place, tmp_path):
    from tests.operations.processes import free_port, running

    file, port = back_up(place, tmp_path / "b.amanah"), free_port()
    url = f"http://localhost:{port}"

    with running("serve", port=port, home=place.home, AMANAH_URL=url, **place.settings):
        refused = place.amanah("restore", file, "--replace")
    done = place.amanah("restore", file, "--replace")

    assert refused.returncode == 3
    assert "Stop `amanah serve`" in refused.stderr
    assert done.returncode == 0, done.stderr
