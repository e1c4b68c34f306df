import pytest
from django.db import DatabaseError, connection, transaction

from amanah.stewardship import ledger, queries
from amanah.stewardship.models import INSTALLATION, Chain, Entry
from tests import append_only
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


def test_an_altered_entry_breaks_the_chain_there(without_protection):
    chain = three_entries()
    with without_protection():
        Entry.objects.filter(number=2).update(event="test.thing_invented")

    assert ledger.first_break(chain) == 2


def test_a_removed_last_entry_is_noticed(without_protection):
    chain = three_entries()
    with without_protection():
        Entry.objects.filter(number=3).delete()

    assert ledger.first_break(chain) == 3


def test_what_belongs_to_no_institution_goes_to_the_installation():
    person = PersonFactory()

    ledger.record("test.thing_seen", about=person, by=None, at=SPRING)

    assert Entry.objects.get().chain_id == INSTALLATION


CHANGES = {
    "altering": lambda entry: Entry.objects.filter(pk=entry.pk).update(event="test.invented"),
    "saving": lambda entry: entry.save(),
    "deleting": lambda entry: Entry.objects.filter(pk=entry.pk).delete(),
    "deleting the chain": lambda entry: Chain.objects.filter(pk=entry.chain_id)._raw_delete(
        using="default"
    ),
    "turning the chain back": lambda entry: Chain.objects.filter(pk=entry.chain_id).update(
        length=1
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_database_refuses_to_change_a_ledger(change):
    chain = three_entries()
    entry = chain.entries.get(number=3)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change(entry)

    assert ledger.first_break(chain) is None


# What goes round UPDATE and DELETE, on each database.
DETOURS = {
    "sqlite": "INSERT OR REPLACE INTO stewardship_entry SELECT * FROM stewardship_entry",
    "postgresql": "TRUNCATE stewardship_entry",
}


def test_the_database_refuses_the_way_round_too():
    chain = three_entries()
    append_only.settle()

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(DETOURS[connection.vendor])

    assert ledger.first_break(chain) is None


def test_a_missing_protection_is_noticed(without_protection):
    assert queries.missing_protections() == []
    with without_protection():
        assert len(queries.missing_protections()) == 5


def test_a_broken_ledger_is_found_and_a_sound_one_is_not(without_protection):
    three_entries()
    broken = three_entries()
    with without_protection():
        Entry.objects.filter(chain=broken, number=2).update(detail={"invented": True})

    assert list(queries.broken_ledgers()) == [queries.Break(broken.pk, 2)]


def test_a_ledger_rewritten_from_its_beginning_ends_in_another_head(without_protection):
    chain = three_entries()
    kept = queries.ledger_heads()[str(chain.pk)]
    with without_protection():
        previous = ""
        for entry in chain.entries.order_by("number"):
            entry.event, entry.previous = "test.thing_invented", previous
            previous = entry.hash = ledger.hash_of(entry)
            entry.save()
        Chain.objects.filter(pk=chain.pk).update(head=previous)
    chain.refresh_from_db()

    assert ledger.first_break(chain) is None
    assert queries.ledger_heads()[str(chain.pk)] != kept
