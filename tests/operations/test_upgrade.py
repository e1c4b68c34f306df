"""An upgrade happens whole or not at all, on either database."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.operations.processes import free_port, get, running, surroundings, working

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
MIGRATION = """
from django.db import migrations, models


def change(apps, schema_editor):
    Person = apps.get_model("people", "Person")
    {work}


class Migration(migrations.Migration):
    dependencies = [("people", "{after}")]
    operations = [
        migrations.AddField("person", "planted", models.CharField(max_length=9, default="x")),
        migrations.RunPython(change, migrations.RunPython.noop),
        migrations.AlterField("person", "planted", models.CharField(max_length=19, default="y")),
    ]
"""
GOOD = "Person.objects.update(planted='grown')"
FAILS = GOOD + "\n    raise ValueError('a name that must not be told')"
# Nothing leads to an affiliation, so that nothing but the count of rows notices.
LOSES = "apps.get_model('people', 'Affiliation').objects.all().delete()"


@pytest.fixture
def newer(tmp_path):
    """A copy of Amanah with one migration more: newer(work) gives a function that runs it."""

    def make(work):
        folder = tmp_path / f"newer-{len(list(tmp_path.glob('newer-*')))}"
        shutil.copytree(ROOT / "amanah", folder / "amanah")
        migrations = folder / "amanah/people/migrations"
        after = (migrations / "max_migration.txt").read_text().strip()
        (migrations / "9000_planted.py").write_text(MIGRATION.format(work=work, after=after))
        (migrations / "max_migration.txt").write_text("9000_planted\n")

        def run(place, *arguments):
            return subprocess.run(
                [sys.executable, "-m", "amanah", *map(str, arguments)],
                cwd=folder,
                env=surroundings(place.home, **place.settings),
                capture_output=True,
                text=True,
                check=False,
            )

        return run

    return make


def test_a_good_upgrade_keeps_everything_and_leaves_a_backup(place, newer):
    before = place.tell()

    done = newer(GOOD)(place, "upgrade")
    again = newer(GOOD)(place, "upgrade")

    assert done.returncode == 0, done.stderr
    assert "Upgraded by 1 migration," in done.stdout
    assert "Nothing to upgrade" in again.stdout
    assert place.tell() == before
    assert len(list((place.home / "backups").glob("before-*.amanah"))) == 1
    refused = place.amanah("serve", AMANAH_URL="http://localhost")
    assert "made by a newer Amanah (it has people.9000_planted)" in refused.stderr


@pytest.mark.parametrize(
    ("work", "why"),
    [(FAILS, "ValueError"), (LOSES, "people_affiliation had {count} rows and has 0")],
)
def test_a_failed_upgrade_leaves_the_old_version_able_to_serve(place, newer, work, why):
    before, port = place.tell(), free_port()

    failed = newer(work)(place, "upgrade")

    assert failed.returncode == 5, failed.stderr
    assert "people.9000_planted" in failed.stderr
    assert why.format(count=len(before["people_affiliation"])) in failed.stderr
    assert "must not be told" not in failed.stderr
    assert place.tell() == before
    url = f"http://localhost:{port}"
    with running("serve", port=port, home=place.home, AMANAH_URL=url, **place.settings):
        assert get(port, "/")[0] == 200


def test_an_archive_of_a_newer_version_is_refused_and_one_of_an_older_is_upgraded(
    place, newer, new_place, tmp_path
):
    old = place.amanah("backup", tmp_path / "old.amanah")
    before = place.tell()
    grown = newer(GOOD)
    assert grown(place, "upgrade").returncode == 0
    new = grown(place, "backup", tmp_path / "new.amanah")
    first, second = new_place("sqlite"), new_place("sqlite")
    for other in (first, second):
        other.home.mkdir()
        for name in ("secret.key", "field.keys"):
            shutil.copy2(place.home / name, other.home / name)

    refused = first.amanah("restore", tmp_path / "new.amanah")
    taken = grown(second, "restore", tmp_path / "old.amanah")

    assert (old.returncode, new.returncode) == (0, 0)
    assert refused.returncode == 4
    assert "people.9000_planted" in refused.stderr
    assert os.listdir(first.home).count("amanah.sqlite3") == 0
    assert taken.returncode == 0, taken.stderr
    assert second.tell() == before


def test_no_upgrade_while_a_worker_runs(place):
    with working(home=place.home, **place.settings):
        refused = place.amanah("upgrade")
    done = place.amanah("upgrade")

    assert refused.returncode == 3
    assert "amanah worker` first" in refused.stderr
    assert done.returncode == 0, done.stderr


def test_no_upgrade_while_somebody_serves(place, newer):
    port = free_port()
    url = f"http://localhost:{port}"
    grown = newer(GOOD)

    with running("serve", port=port, home=place.home, AMANAH_URL=url, **place.settings):
        refused = grown(place, "upgrade")
    done = grown(place, "upgrade")

    assert refused.returncode == 3
    assert "Stop `amanah serve`" in refused.stderr
    assert done.returncode == 0, done.stderr
