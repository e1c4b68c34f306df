import pytest

from amanah.engines.pairing import InvalidMarket
from amanah.engines.pairing.candidates import candidates
from amanah.engines.pairing.people import HEAD, Person, as_problem


def s(*items):
    return frozenset(items)


def market(mentees, mentors, **more):
    problem = as_problem(mentees, mentors, **more)
    return candidates(problem.features, problem.rules, problem.demand)


@pytest.mark.parametrize(
    "post",
    [
        "Head of department",
        "HEAD OF SERVICE",
        "Programme Director",
        "Clerkship director",
        "Department Chair",
        "Professor and dean",
        "Director of studies",
    ],
)
def test_heads_are_known_by_their_post(post):
    assert HEAD.search(post)


@pytest.mark.parametrize("post", ["Consultant", "Headache nurse", "Professor", "Chairside fellow"])
def test_others_are_not(post):
    assert not HEAD.search(post)


def test_heads_are_not_paired_within_their_specialty_unless_allowed():
    mentees = [Person("a", specialty=s("eyes")), Person("b", specialty=s("ears"))]
    mentors = [Person("h", stage="Head of department", specialty=s("eyes"))]

    assert market(mentees, mentors).mentee.tolist() == [1]
    assert market(mentees, mentors, allow_heads=True).mentee.tolist() == [0, 1]


def test_whoever_is_away_is_not_paired():
    here = market([Person("a"), Person("b")], [Person("m", places=3)])
    away = market([Person("a", is_away=True), Person("b")], [Person("m", places=3, is_away=True)])

    assert (here.demand.tolist(), here.places.tolist()) == ([1, 1], [3])
    assert (away.demand.tolist(), away.places.tolist()) == ([0, 1], [0])


def test_wishes_for_somebody_who_is_not_here_are_passed_over():
    found = market([Person("a", wishes=("x", "m"))], [Person("m")])

    assert found.mentee_rank.tolist() == [2]


def test_a_part_of_ones_own_counts():
    mentees = [Person("a", custom={"Clinic": s("north")})]
    mentors = [Person("m", custom={"Clinic": s("north")}), Person("n", custom={"Clinic": s("x")})]

    assert market(mentees, mentors).fit.tolist() == [500, 0] or market(
        mentees, mentors
    ).fit.tolist() == [1000, 0]


@pytest.mark.parametrize(
    ("mentees", "mentors", "said"),
    [
        ([Person("a"), Person("a")], [Person("m")], "The mentee 'a' is there twice"),
        ([Person("a")], [Person("m", places=-1)], "places of 'm' is -1"),
        ([Person("a", weights={"wants": 101})], [Person("m")], "weight:wants of 'a' is 101"),
    ],
)
def test_what_cannot_be_is_refused_by_name(mentees, mentors, said):
    with pytest.raises(InvalidMarket, match=said):
        as_problem(mentees, mentors)
