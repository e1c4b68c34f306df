"""Whether a database is what it should be, after something was done to it."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection

from amanah.operations import installation
from amanah.sealing import queries as sealing
from amanah.stewardship import ledger, triggers
from amanah.stewardship.models import INSTALLATION, Chain


def problems() -> Iterator[str]:
    """What is wrong, each in a sentence."""
    if not installation.keys_fit():
        yield "The field keys do not open what is encrypted."
    for chain in Chain.objects.order_by("pk"):
        broken = ledger.first_break(chain)
        if broken is not None:
            whose = "the installation" if chain.pk == INSTALLATION else f"institution {chain.pk}"
            yield f"The ledger of {whose} is broken at entry {broken}."
    missing = triggers.missing(connection)
    if missing:
        yield f"The database no longer guards the ledger: {', '.join(missing)} missing."
    missing = sealing.missing_protections()
    if missing:
        yield f"The database no longer guards sealed words: {', '.join(missing)} missing."


def counts(models: list[Any]) -> dict[str, int]:
    """How many rows each table has."""
    return {model._meta.db_table: _count(model._meta.db_table) for model in models}


def losses(before: Mapping[str, int], after: Mapping[str, int]) -> list[str]:
    """Tables that have fewer rows than before, or are gone."""
    return [
        f"{table} had {rows} rows and has {after.get(table, 0)}."
        for table, rows in before.items()
        if after.get(table, 0) < rows
    ]


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
        return int(cursor.fetchone()[0])
