"""A restore that is killed in its last step is finished or undone by whoever comes next."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from amanah.operations import changeover, staging
from amanah.operations.changeover import carry_out, finish_what_was_begun, plan
from amanah.operations.lock import alone
from amanah.operations.stop import Stop
from tests.factories import SPRING
from tests.operations.processes import surroundings
from tests.operations.test_backup_and_restore import back_up

OLD = {"amanah.sqlite3": "old", "field.keys": "one", "secret.key": "s", "erasures.log": "a"}
NEW = {"amanah.sqlite3": "new", "field.keys": "one", "secret.key": "t", "erasures.log": "ab"}
STEPS = ("rename", "mkdir", "unlink", "fsync", "rmdir")


@pytest.fixture
def home(tmp_path):
    """A home with old things in it, and new ones beside them."""
    made = tmp_path / "home"
    staged = made / f"{staging.STAGING}x"
    for folder, files in ((made, OLD), (staged, NEW)):
        (folder / "attachments").mkdir(parents=True)
        (folder / "attachments/a").write_text(f"of {files['amanah.sqlite3']}")
        for name, content in files.items():
            (folder / name).write_text(content)
    (made / "backups").mkdir()
    (made / "backups/b").write_text("kept")
    return made


def tell(folder):
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in folder.rglob("*")
        if path.is_file()
    }


def change(home):
    staged = next(home.glob(f"{staging.STAGING}*"))
    old, aside = staging.what_goes(home, staged), staging.name_aside(home, SPRING)
    plan(home, staged, aside, old=old, hangs_on=("", ""))
    return carry_out(home)


def killed_at(step, work):
    """Run in a child that ends, as by `kill -9`, before its nth step; whether it came so far."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    left = iter(range(step))

    def counted(real):
        def step_or_end(*given, **named):
            if next(left, None) is None:
                os._exit(9)
            return real(*given, **named)

        return step_or_end

    for name in STEPS:
        setattr(os, name, counted(getattr(os, name)))
    try:
        work()
    finally:
        os._exit(0)


def test_the_new_takes_the_place_of_the_old_which_goes_aside(home):
    aside = change(home)

    assert {name: tell(home).get(name) for name in NEW} == NEW
    assert (home / "attachments/a").read_text() == "of new"
    assert (home / "backups/b").read_text() == "kept"
    # What only grew is not kept twice.
    assert tell(aside) == {"amanah.sqlite3": "old", "secret.key": "s", "attachments/a": "of old"}
    assert list(home.glob(f"{staging.STAGING}*")) == []
    assert not (home / changeover.PLAN).exists()


def test_killed_at_any_step_it_is_all_old_or_made_all_new(home, tmp_path, capfd):
    """Each step at which it can be killed is tried: from the writing of the plan to its end."""
    before, whole, ends = tell(home), None, set()
    for step in range(200):
        here = tmp_path / f"at-{step}"
        subprocess.run(["cp", "-a", home, here], check=True)
        was_killed = killed_at(step, lambda here=here: change(here))
        planned = (here / changeover.PLAN).exists()

        finish_what_was_begun(here)

        said = capfd.readouterr().err
        found = {name: text for name, text in tell(here).items() if name != "serving.lock"}
        found = {name: text for name, text in found.items() if not name.endswith(".amanah-part")}
        assert ("now finished" in said) == planned
        if not was_killed:
            whole = found
            break
        ends.add(frozenset(found.items()))

    assert whole is not None, "it never came to its end"
    assert step > 20
    assert ends == {frozenset(before.items()), frozenset(whole.items())}


def test_a_home_in_which_it_is_just_happening_is_left_alone(home):
    staged = next(home.glob(f"{staging.STAGING}*"))
    plan(home, staged, "aside", old=staging.what_goes(home, staged), hangs_on=("", ""))

    with alone(home), pytest.raises(Stop, match="is in use"):
        finish_what_was_begun(home)
    assert (home / "amanah.sqlite3").read_text() == "old"

    finish_what_was_begun(home)
    assert (home / "amanah.sqlite3").read_text() == "new"


KILLED = """
import os, sys
from amanah.operations import changeover, command

def end(*given, **named):
    os._exit(9)

if sys.argv[1] == "before the commit":
    real = changeover.plan
    changeover.plan = lambda *given, **named: end(real(*given, **named))
else:
    changeover.carry_out = end
command.main(["restore", sys.argv[2], "--replace"])
"""


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["before the commit", "after it"])
def test_the_next_command_finishes_or_undoes_it_and_says_so(place, tmp_path, moment):
    file = back_up(place, tmp_path / "b.amanah")
    then = place.tell()
    place.contents("fill", 1)
    now = place.tell()
    on_sqlite = "AMANAH_DATABASE_URL" not in place.settings

    killed = subprocess.run(
        [sys.executable, "-c", KILLED, moment, str(file)],
        env=surroundings(place.home, PYTHONPATH=str(Path.cwd()), **place.settings),
        check=False,
    )
    following = place.amanah("upgrade")

    assert killed.returncode == 9
    assert following.returncode == 0, following.stderr
    if moment == "after it" or on_sqlite:
        assert "It is now finished" in following.stderr
        assert place.tell() == then
    else:
        assert "It was undone" in following.stderr
        assert place.tell() == now
    assert list(place.home.glob(f"{staging.STAGING}*")) == []
    assert place.amanah("check").stderr == ""
