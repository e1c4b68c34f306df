"""The Trust Check-in TC-1.0 in numbers: for reports and studies. Needs nothing but Python.

What a pair sees is said in words in the browser, from its own answers; no total of these is
shown to a partner, compared with a norm or coloured.
"""

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from amanah.engines.measurement.errors import InvalidInput

FACTORS = ("respect", "confidentiality", "empathy", "humbleness", "hard_work", "communication")
ROLES = ("mentee", "mentor")
LOWEST, HIGHEST = 1, 5
FORMS = {6: "TC-12", 12: "TC-18"}
PARTNER_NEEDS = {"TC-12": 5, "TC-18": 10}
OWN_NEEDS = 5
WORTH_A_TALK = 2
MOVED = 2

Answer = int | None


class Word(StrEnum):
    """What may be said of a gap."""

    WORTH = "worth a conversation"
    NO_DIFFERENCE = "no clear difference"
    NOT_ENOUGH = "not enough to say"


class Movement(StrEnum):
    """What may be said of one item from one wave to the next."""

    UP = "moved up"
    DOWN = "moved down"
    TOO_EARLY = "too early to tell change from chance"
    NOT_ENOUGH = "not enough to say"


@dataclass(frozen=True)
class Gap:
    """One person's self view less the partner's view of that person, on the same item.

    Attributes
    ----------
    value
        Points, -4 to 4; None if either did not say. Below 0: the partner says more.
    word
        What may be said of it.
    """

    value: int | None
    word: Word


@dataclass(frozen=True)
class FactorScore:
    """One of the six factors.

    Attributes
    ----------
    value
        The mean of its two items, 1 to 5; of TC-12 its only item as itself. None if of two items
        one or both are missing: no answer stands in for another.
    show
        What may be shown of it, in words.
    """

    value: float | None
    show: str


@dataclass(frozen=True)
class CheckinScore:
    """What one person's check-in comes to.

    Attributes
    ----------
    value
        The partner total: the mean of the items about the partner, 1 to 5; None below the fewest.
    low, high
        None: the answers of one person at one time have no interval.
    n
        How many items about the partner were answered.
    method
        The rule, in words.
    form
        ``"TC-12"`` or ``"TC-18"``.
    self_value, self_n
        The same of the items about oneself.
    factors
        The six factors about the partner.
    reason, self_reason
        Why there is no total, or None.
    ceiling
        Whether all items about the partner were answered *Always*: no trend can be told from there.
    """

    value: float | None
    low: None
    high: None
    n: int
    method: str
    form: str
    self_value: float | None
    self_n: int
    factors: Mapping[str, FactorScore]
    reason: str | None
    self_reason: str | None
    ceiling: bool


def score_checkin(partner: Sequence[Any], own: Sequence[Any]) -> CheckinScore:
    """Score one person's answers. Nothing is imputed.

    Parameters
    ----------
    partner
        The 6 answers of TC-12 about the partner in the order of `FACTORS`; or the 12 of TC-18: the
        6 core items, then the 6 extra ones, in that order both. 1 to 5, None for *Not enough to
        say*.
    own
        The 6 answers about oneself, likewise.

    Returns
    -------
    CheckinScore
        Totals where at least 5 of 6 (10 of 12) items about the partner, and 5 of 6 about oneself,
        were answered.

    Raises
    ------
    InvalidInput
        If there are other numbers of answers, or one is no whole number from 1 to 5 and not None.

    Examples
    --------
    >>> score = score_checkin([4, None, 5, 3, 4, 4], [4, 4, 4, 4, 4, 4])
    >>> score.value, score.n, score.form, score.factors["confidentiality"].value
    (4.0, 5, 'TC-12', None)
    >>> score_checkin([4, None, 5, None, 4, 4], [4, 4, 4, 4, 4, 4]).reason
    'fewer than 5 of 6 answered'
    """
    about, mine = _answers(partner, "partner"), _answers(own, "own")
    if len(about) not in FORMS or len(mine) != len(FACTORS):
        raise InvalidInput("There are 6 or 12 answers about the partner, and 6 about oneself.")
    form = FORMS[len(about)]
    given = [one for one in about if one is not None]
    given_of_mine = [one for one in mine if one is not None]
    value, reason = _total(given, PARTNER_NEEDS[form], len(about))
    self_value, self_reason = _total(given_of_mine, OWN_NEEDS, len(mine))
    factors = {factor: factor_score(about[at :: len(FACTORS)]) for at, factor in enumerate(FACTORS)}
    return CheckinScore(
        value=value,
        low=None,
        high=None,
        n=len(given),
        method=f"mean of the items answered, {form}, at least {PARTNER_NEEDS[form]} of "
        f"{len(about)}, nothing imputed",
        form=form,
        self_value=self_value,
        self_n=len(given_of_mine),
        factors=factors,
        reason=reason,
        self_reason=self_reason,
        ceiling=len(given) == len(about) and set(given) == {HIGHEST},
    )


def score_items(answers: Mapping[str, Any]) -> CheckinScore:
    """The same of answers by the name of their item, in any order.

    Parameters
    ----------
    answers
        All items of one role and one form, such as ``"mentee.respect.partner.core"``: 12 of TC-12,
        18 of TC-18; 1 to 5, None for *Not enough to say*.

    Raises
    ------
    InvalidInput
        If an item is lacking, or not of this form or role; and as `score_checkin` does.

    Examples
    --------
    >>> names = [f"mentee.{one}.{view}.core" for view in ("partner", "self") for one in FACTORS]
    >>> score_items(dict.fromkeys(names, 4)).value
    4.0
    """
    if not isinstance(answers, Mapping) or not answers:
        raise InvalidInput("answers has an answer for each item.")
    role = str(next(iter(answers))).partition(".")[0]
    core, extra, own = (
        [f"{role}.{factor}.{kind}" for factor in FACTORS]
        for kind in ("partner.core", "partner.extra", "self.core")
    )
    about = core if len(answers) == len(core) + len(own) else core + extra
    if role not in ROLES or set(answers) != {*about, *own}:
        raise InvalidInput("These are not the items of one role and one form.")
    return score_checkin([answers[one] for one in about], [answers[one] for one in own])


def factor_score(answers: Sequence[Any]) -> FactorScore:
    """One factor of its items: the mean of two if both were answered, or its only one as itself.

    Parameters
    ----------
    answers
        One answer or two, 1 to 5 or None.

    Raises
    ------
    InvalidInput
        If there are none, or more than two, or one is out of range.

    Examples
    --------
    >>> factor_score([4, 5]).value, factor_score([4]).value, factor_score([4, None]).value
    (4.5, 4.0, None)
    """
    found = _answers(answers, "answers")
    if len(found) not in {1, 2}:
        raise InvalidInput(f"A factor has one item or two; there are {len(found)}.")
    given = [one for one in found if one is not None]
    if not given:
        return FactorScore(None, Word.NOT_ENOUGH.value)
    if len(given) < len(found):
        return FactorScore(None, "one answer, shown as that item only")
    return FactorScore(_mean(given), "mean of two items" if len(found) > 1 else "one item")


def gap(own: Any, partner: Any) -> Gap:
    """How a person sees an own behaviour, less how the partner sees it: a blind spot.

    Parameters
    ----------
    own
        The person's answer about oneself, 1 to 5 or None.
    partner
        The partner's answer about that person on the same item, likewise.

    Raises
    ------
    InvalidInput
        If one is out of range.

    Examples
    --------
    >>> gap(5, 3)
    Gap(value=2, word=<Word.WORTH: 'worth a conversation'>)
    >>> gap(5, 4).word.value, gap(5, None).word.value
    ('no clear difference', 'not enough to say')
    """
    mine, theirs = _answer(own, "own"), _answer(partner, "partner")
    if mine is None or theirs is None:
        return Gap(None, Word.NOT_ENOUGH)
    value = mine - theirs
    return Gap(value, Word.WORTH if abs(value) >= WORTH_A_TALK else Word.NO_DIFFERENCE)


def movement(before: Any, now: Any, after: Any = None) -> Movement:
    """What may be said of one item over two waves, or three.

    Looked at alone, an item has moved if by 2 points or more. Six looked at together move by
    chance: then it has moved only if that holds at the next wave, which is ``after``.

    Parameters
    ----------
    before, now
        The answers of two waves, 1 to 5 or None.
    after
        That of the next wave. None if there is none yet, which is *too early to tell*.

    Raises
    ------
    InvalidInput
        If one is out of range.

    Examples
    --------
    >>> movement(2, 4, 4).value, movement(2, 4, 3).value, movement(2, 4).value
    ('moved up', 'too early to tell change from chance', 'too early to tell change from chance')
    """
    first, second, third = (
        _answer(one, name) for one, name in ((before, "before"), (now, "now"), (after, "after"))
    )
    if first is None or second is None:
        return Movement.NOT_ENOUGH
    if third is None:
        return Movement.TOO_EARLY
    if min(second, third) - first >= MOVED:
        return Movement.UP
    return Movement.DOWN if first - max(second, third) >= MOVED else Movement.TOO_EARLY


def _total(given: Sequence[int], needs: int, of: int) -> tuple[float | None, str | None]:
    if len(given) < needs:
        return None, f"fewer than {needs} of {of} answered"
    return _mean(given), None


def _mean(given: Sequence[int]) -> float:
    return sum(given) / len(given)


def _answers(values: Any, name: str) -> list[Answer]:
    if isinstance(values, str | bytes) or not isinstance(values, Sequence):
        raise InvalidInput(f"{name} is no list of answers.")
    return [_answer(value, f"{name}[{at}]") for at, value in enumerate(values)]


def _answer(value: Any, name: str) -> Answer:
    if value is None:
        return None
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise InvalidInput(f"{name} is {value!r}, which is no answer.")
    found = operator.index(value)
    if not LOWEST <= found <= HIGHEST:
        raise InvalidInput(f"{name} is {found}; answers run from {LOWEST} to {HIGHEST}.")
    return found
