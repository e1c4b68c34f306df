import pytest

from amanah.stewardship import ledger
from amanah.stewardship.models import INSTALLATION, Chain, Entry
from tests.factories import SPRING, InstitutionFactory, PersonFactory

pytestmark = pytest.mark.django_db


def three_entries():
    institution, person = InstitutionFactory(), PersonFactory()
    for kind in ("seen", "changed", "closed"):
        ledger.record(
            f"test.thing_{kind}", about=person, by=person, at=SPRING, institution=institution
        )
    return Chain.objects.get(pk=institution.pk)


def test_each_entry_follows_from_the_one_before():
    chain = three_entries()

    assert [entry.number for entry in chain.entries.order_by("number")] == [1, 2, 3]
    assert ledger.first_break(chain) is None


def test_an_altered_entry_breaks_the_chain_there():
    chain = three_entries()
    Entry.objects.filter(number=2).update(event="test.thing_invented")

    assert ledger.first_break(chain) == 2


def test_a_removed_last_entry_is_noticed():
    chain = three_entries()
    Entry.objects.filter(number=3).delete()

    assert ledger.first_break(chain) == 3


def test_what_belongs_to_no_institution_goes_to_the_installation():
    person = PersonFactory()

    ledger.record("test.thing_seen", about=person, by=None, at=SPRING)

    assert Entry.objects.get().chain_id == INSTALLATION
