"""Mentors who offer several things, each with places of its own, and both sides rank.

The student-project allocation problem: a mentee ranks offers, a mentor ranks mentees, and neither
an offer nor its mentor takes more than its places (Abraham, Irving & Manlove 2007, J. Discrete
Algorithms 5, 73-90). Plain Python, for a programme's hundreds rather than a country's millions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from amanah.engines.pairing.errors import InvalidMarket


@dataclass(frozen=True)
class Offers:
    """Who offers what, to whom, and who would like it.

    Parameters
    ----------
    wanted : dict of mentee to sequence of offer
        Each mentee's acceptable offers, the dearest first.
    mentor_of : dict of offer to mentor
    offer_places, mentor_places : dict to int, 0 or more
        How many mentees an offer takes, and how many its mentor takes over all of them.
    order : dict of mentor to sequence of mentee
        Each mentor's acceptable mentees, the dearest first.

    Raises
    ------
    InvalidMarket
        If an offer has no mentor or no places, a mentor no places or order, or somebody is
        ranked twice.
    """

    wanted: Mapping[str, Sequence[str]]
    mentor_of: Mapping[str, str]
    offer_places: Mapping[str, int]
    mentor_places: Mapping[str, int]
    order: Mapping[str, Sequence[str]]

    def __post_init__(self) -> None:
        for who, ranked in [*self.wanted.items(), *self.order.items()]:
            if len(set(ranked)) != len(ranked):
                raise InvalidMarket(f"{who!r} ranks somebody or something twice.")
        for mentee, offers in self.wanted.items():
            for offer in offers:
                if offer not in self.mentor_of or self.offer_places.get(offer, -1) < 0:
                    raise InvalidMarket(
                        f"{mentee!r} wants {offer!r}, which has no mentor or no number of places."
                    )
        for mentor in set(self.mentor_of.values()):
            if mentor not in self.order or self.mentor_places.get(mentor, -1) < 0:
                raise InvalidMarket(f"{mentor!r} has no order or no number of places.")

    def rank(self, mentee: str, offer: str) -> int | None:
        """Where a mentee stands with an offer's mentor, 0 first; None if not acceptable."""
        order = self.order[self.mentor_of[offer]]
        return order.index(mentee) if mentee in order else None


def best_for_mentees(offers: Offers) -> dict[str, str | None]:
    """The stable result that every mentee likes best: {mentee: offer or None}.

    Examples
    --------
    >>> offers = Offers({"a": ["exams"], "b": ["exams", "papers"]},
    ...                 {"exams": "ruth", "papers": "ruth"}, {"exams": 1, "papers": 1},
    ...                 {"ruth": 2}, {"ruth": ["a", "b"]})
    >>> best_for_mentees(offers)
    {'a': 'exams', 'b': 'papers'}
    """
    held: dict[str, str | None] = dict.fromkeys(offers.wanted)
    left = {
        mentee: [offer for offer in wanted if offers.rank(mentee, offer) is not None]
        for mentee, wanted in offers.wanted.items()
    }
    asking = sorted(held)
    while asking:
        mentee = asking.pop()
        if not left[mentee]:
            continue
        offer = held[mentee] = left[mentee].pop(0)
        turned_away = _one_too_many(offers, held, offer)
        if turned_away:
            held[turned_away] = None
            asking.append(turned_away)
    return held


def blocking(offers: Offers, held: Mapping[str, str | None]) -> list[tuple[str, str]]:
    """The (mentee, offer) that both the mentee and the offer's mentor would rather have."""
    found = []
    for mentee, wanted in offers.wanted.items():
        has = held.get(mentee)
        for offer in wanted:
            if offer == has:
                break
            if offers.rank(mentee, offer) is not None and _would_take(offers, held, mentee, offer):
                found.append((mentee, offer))
    return found


def _one_too_many(offers: Offers, held: Mapping[str, str | None], offer: str) -> str | None:
    """Whom an offer, or else its mentor, has to turn away, if anybody."""
    mentor = offers.mentor_of[offer]
    theirs = [m for m, o in held.items() if o == offer]
    if len(theirs) > offers.offer_places[offer]:
        return _last(offers, held, theirs)
    theirs = [m for m, o in held.items() if o is not None and offers.mentor_of[o] == mentor]
    return _last(offers, held, theirs) if len(theirs) > offers.mentor_places[mentor] else None


def _last(offers: Offers, held: Mapping[str, str | None], mentees: list[str]) -> str:
    return max(mentees, key=lambda mentee: offers.rank(mentee, held[mentee] or "") or 0)


def _would_take(offers: Offers, held: Mapping[str, str | None], mentee: str, offer: str) -> bool:
    """Whether the mentor would rather have the mentee in this offer than what they hold."""
    mentor, mine = offers.mentor_of[offer], offers.rank(mentee, offer) or 0
    on_offer = [m for m, o in held.items() if o == offer]
    with_mentor = [m for m, o in held.items() if o is not None and offers.mentor_of[o] == mentor]
    prefers = {m for m in with_mentor if (offers.rank(m, held[m] or "") or 0) > mine}
    has_room = len(with_mentor) < offers.mentor_places[mentor] or mentee in with_mentor
    if len(on_offer) < offers.offer_places[offer]:
        return has_room or bool(prefers)
    return any(m in prefers for m in on_offer)
