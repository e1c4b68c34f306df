"""Ending access by the operator's scripts."""

import zipfile

import pytest

from amanah.operations.command import module_of, parser_of
from amanah.operations.stop import Stop as Halt
from amanah.people.models import Stop
from amanah.stewardship.models import Entry
from tests.factories import (
    AffiliationFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


def run(*arguments):
    module = module_of("people")
    return module.run(parser_of("people").parse_args([*arguments, "--institution", "home"]))


def test_a_script_ends_it_and_gives_it_back_and_may_say_so_twice(noor, capsys):
    said = []
    for what in ("stop", "stop", "allow", "allow"):
        assert run(what, "NOOR@example.org") == 0
        said.append(capsys.readouterr().out.split(str(noor.pk))[0].strip())

    assert said == ["Ended the access of", "The access of", "Gave", "The access of"]
    assert [(one.event, one.by) for one in Entry.objects.filter(event__contains=".access_")] == [
        ("people.access_stopped", None),
        ("people.access_allowed", None),
    ]


def test_a_script_is_told_what_stands_in_the_way(home, admin, capsys):
    AffiliationFactory(institution=home, person=admin)

    for address, sentence in (
        (admin.email, "without an admin"),
        ("nobody@example.org", "nobody here"),
        (PersonFactory().email, "does not belong"),
    ):
        with pytest.raises(Halt, match=sentence):
            run("stop", address)
    assert not Stop.objects.exists()


def test_a_copy_is_made_only_of_a_closed_account(noor, tmp_path):
    wanted = tmp_path / "copy.zip"
    copy = ("copy", noor.email, "--to", str(wanted))
    with pytest.raises(Halt, match="Only of a closed account"):
        run(*copy)
    run("stop", noor.email)

    assert run(*copy) == 0

    assert "account.json" in zipfile.ZipFile(wanted).namelist()
    assert wanted.stat().st_mode & 0o077 == 0
    entry = Entry.objects.get(event="stewardship.copy_handed_over")
    assert (entry.by, entry.subject) == (None, noor)
    with pytest.raises(Halt, match="not there yet"):
        run(*copy)
