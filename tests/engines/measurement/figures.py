"""The reference cases and the tables that they are about."""

import csv
import json
from pathlib import Path

CASES = Path(__file__).parents[2] / "cases" / "statistics"


def cases(folder):
    """The cases of a folder by id."""
    return {one["id"]: one for one in json.loads((CASES / folder / "case.json").read_text())}


def oracles():
    return json.loads((CASES / "oracles.json").read_text())


def records(name):
    with (CASES / "data" / f"{name}.csv").open() as file:
        return list(csv.DictReader(file))


def rows(name):
    return [list(map(number, one.values())) for one in records(name)]


def number(text):
    return None if text == "" else float(text)


def partner_items(role, wave):
    """The twelve items about the partner, of each dyad in order, with None where there is none."""
    return [
        [number(text) for name, text in one.items() if name.startswith("p_")]
        for one in records("synthetic_checkin")
        if one["role"] == role and one["wave"] == str(wave)
    ]


def totals(role, wave):
    """The means of at least ten answered items."""
    found = []
    for row in partner_items(role, wave):
        given = [one for one in row if one is not None]
        found.append(sum(given) / len(given) if len(given) >= 10 else None)
    return found


def self_items(role, wave):
    """The six items about oneself, likewise."""
    return [
        [number(text) for name, text in one.items() if name.startswith("s_")]
        for one in records("synthetic_checkin")
        if one["role"] == role and one["wave"] == str(wave)
    ]
