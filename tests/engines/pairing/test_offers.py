"""Several offers of one mentor, against enumeration and a published instance."""

import itertools
import random

import pytest

from amanah.engines.pairing import InvalidMarket
from amanah.engines.pairing.offers import Offers, best_for_mentees, blocking
from tests.engines.pairing.markets import case


def published():
    given = case("spa_abraham_irving_manlove_2007_fig1")["instance"]
    return Offers(
        given["students"],
        given["project_lecturer"],
        given["project_capacity"],
        given["lecturer_capacity"],
        given["lecturer_prefs"],
    )


def test_the_published_result_comes_out_and_is_the_only_stable_one():
    known = case("spa_abraham_irving_manlove_2007_fig1")["expected"]

    found = best_for_mentees(published())

    assert found == known["student_optimal"] == known["lecturer_optimal"]
    assert blocking(published(), found) == []
    assert len(every_stable(published())) == known["n_stable"]


def every_stable(offers):
    mentees = list(offers.wanted)
    choices = [
        [None, *(o for o in offers.wanted[m] if offers.rank(m, o) is not None)] for m in mentees
    ]
    found = []
    for chosen in itertools.product(*choices):
        held = dict(zip(mentees, chosen, strict=True))
        taken = [o for o in chosen if o]
        mentors = [offers.mentor_of[o] for o in taken]
        if all(taken.count(o) <= offers.offer_places[o] for o in set(taken)) and all(
            mentors.count(m) <= offers.mentor_places[m] for m in set(mentors)
        ):
            found += [] if blocking(offers, held) else [held]
    return found


@pytest.mark.parametrize("seed", range(25))
def test_it_is_stable_and_every_mentee_likes_it_best_by_enumeration(seed):
    draw = random.Random(seed)
    names = {f"o{at}": f"m{at % 2}" for at in range(4)}
    mentees = [f"e{at}" for at in range(5)]
    offers = Offers(
        {m: draw.sample(sorted(names), draw.randint(1, 4)) for m in mentees},
        names,
        {o: draw.randint(0, 2) for o in names},
        {"m0": draw.randint(0, 3), "m1": draw.randint(1, 3)},
        {m: draw.sample(mentees, 5) for m in ("m0", "m1")},
    )
    ours, stable = best_for_mentees(offers), every_stable(offers)

    assert ours in stable
    for mentee, other in itertools.product(mentees, stable):
        order = [*offers.wanted[mentee], None]
        assert order.index(ours[mentee]) <= order.index(other[mentee])


def test_a_result_that_could_be_bettered_is_seen():
    found = best_for_mentees(published())

    assert blocking(published(), {**found, "s3": None}) != []


def test_linked_places_may_leave_no_stable_result_so_there_is_no_way_to_say_them():
    """Klaus & Klijn 2005: a couple, a single, two hospitals; every placement is blocked."""
    known = case("hrc_klaus_klijn_no_stable")
    couple = known["instance"]["couples"]["s1+s2"]
    likes = known["instance"]["hospitals"]
    stable = 0
    for together, single in itertools.product([None, *couple], [None, "h1", "h2"]):
        places = dict(zip(["s1", "s2"], together or [None, None], strict=True)) | {"s3": single}
        taken = [place for place in places.values() if place]
        if len(set(taken)) < len(taken):
            continue
        at = {place: who for who, place in places.items() if place}
        stable += not _couple_blocks(couple, together, at, likes) and not _single_blocks(
            known["instance"]["singles"]["s3"], single, at, likes
        )

    assert stable == known["expected"]["n_stable"] == 0


def _takes(place, who, at, likes):
    held = at.get(place)
    return held is None or held == who or likes[place].index(who) < likes[place].index(held)


def _couple_blocks(couple, together, at, likes):
    return any(
        wanted != together
        and together is None
        and _takes(wanted[0], "s1", at, likes)
        and _takes(wanted[1], "s2", at, likes)
        for wanted in couple
    )


def _single_blocks(wanted, has, at, likes):
    better = wanted[: wanted.index(has)] if has else wanted
    return any(_takes(place, "s3", at, likes) for place in better)


def test_what_makes_no_sense_is_refused_by_name():
    sound = {
        "wanted": {"a": ["x"]},
        "mentor_of": {"x": "m"},
        "offer_places": {"x": 1},
        "mentor_places": {"m": 1},
        "order": {"m": ["a"]},
    }
    assert best_for_mentees(Offers(**sound)) == {"a": "x"}

    for spoilt, said in (
        ({"wanted": {"a": ["x", "x"]}}, "'a' ranks"),
        ({"wanted": {"a": ["y"]}}, "'a' wants 'y'"),
        ({"mentor_places": {}}, "'m' has no order or no number"),
    ):
        with pytest.raises(InvalidMarket, match=said):
            Offers(**{**sound, **spoilt})
