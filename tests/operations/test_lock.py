"""Who may use a home at the same time, and as whom."""

import os

import pytest

from amanah.operations.lock import alone, refuse_anothers, serving
from amanah.operations.stop import Stop

NOBODY, ROOT = 65534, 0


@pytest.fixture
def anothers(tmp_path):
    """A home that does not belong to root."""
    home = tmp_path / "home"
    home.mkdir()
    if os.geteuid() == ROOT:
        os.chown(home, NOBODY, NOBODY)
    return home


def test_root_does_not_work_in_the_home_of_another_account(anothers, tmp_path):
    with pytest.raises(Stop, match="sudo -E -u"):
        refuse_anothers(anothers, by=ROOT)
    refuse_anothers(anothers, by=anothers.stat().st_uid)
    refuse_anothers(tmp_path / "none yet", by=ROOT)


def test_several_serve_at_once_and_one_who_changes_it_is_alone(tmp_path):
    with (
        serving(tmp_path),
        serving(tmp_path),
        pytest.raises(Stop, match="is in use"),
        alone(tmp_path),
    ):
        pass
    with alone(tmp_path), pytest.raises(Stop, match="is in use"), serving(tmp_path):
        pass
    with alone(tmp_path):
        pass
