"""The keys in the home: made once, whole or not at all, and never replaced."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from amanah.base import keys
from amanah.config import env
from amanah.config.env import BadSetting


def test_a_key_is_made_once_and_is_ours_alone(tmp_path):
    home = tmp_path / "new" / "home"

    first = keys.signing_key(home), keys.field_keys(home)

    assert (keys.signing_key(home), keys.field_keys(home)) == first
    assert {path.name for path in home.iterdir()} == {keys.SIGNING, keys.FIELDS}
    assert {stat.S_IMODE(path.stat().st_mode) for path in home.iterdir()} == {0o600}
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_whoever_begins_at_the_same_moment_gets_the_same_key(tmp_path):
    with ThreadPoolExecutor(16) as pool:
        for number in range(20):
            home = tmp_path / str(number)
            found = set(pool.map(lambda _n, home=home: keys.signing_key(home), range(16)))
            assert len(found) == 1
            assert len(found.pop()) == 64


@pytest.mark.parametrize(
    ("name", "read"),
    [
        (keys.SIGNING, lambda home: env.signing_key("AMANAH_SECRET_KEY", home)),
        (keys.FIELDS, lambda home: env.field_keys("AMANAH_FIELD_KEYS", home)),
    ],
)
def test_an_empty_key_is_refused_and_not_replaced(tmp_path, name, read):
    (tmp_path / name).write_text("\n")

    with pytest.raises(BadSetting, match=f"{name} is empty"):
        read(tmp_path)

    assert (tmp_path / name).read_text() == "\n"
    (tmp_path / name).unlink()
    assert read(tmp_path)


def test_a_home_that_cannot_be_one_is_named(tmp_path):
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(BadSetting, match=r"AMANAH_HOME=.*/file/home cannot be used"):
        env.signing_key("AMANAH_SECRET_KEY", tmp_path / "file" / "home")
    assert env.signing_key("AMANAH_SECRET_KEY", tmp_path / "home")


def test_lost_field_keys_beside_a_database_are_noticed(tmp_path):
    (tmp_path / keys.DATABASE).touch()

    with pytest.raises(BadSetting, match=r"Put the field\.keys of this installation back"):
        env.field_keys("AMANAH_FIELD_KEYS", tmp_path)
    assert not (tmp_path / keys.FIELDS).exists()
    (tmp_path / keys.DATABASE).unlink()
    assert env.field_keys("AMANAH_FIELD_KEYS", tmp_path)
