"""What is said of a run in words: its check and progress, reasons, and what a change costs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from amanah.base.access import Text
from amanah.base.written import digits, listed
from amanah.engines.pairing.changes import LeastCost
from amanah.matching.words import in_common
from amanah.programmes.queries import vocabulary

FAILURES: dict[str, Text] = {
    "no_mentees": gettext_lazy(
        "Nobody waits for a mentor: every mentee who sent an application has one, or is asked."
    ),
    "no_mentors": gettext_lazy(
        "No mentor has a place: ask for one more place, or for one more mentor."
    ),
    "too_large": gettext_lazy(
        "There are more people than can be worked out at once. Match them in parts, by cohort."
    ),
    "cannot": gettext_lazy(
        "It could not be worked out with these choices. Change them under Advanced."
    ),
}
# So many in common are named; there may be more.
MOST_NAMED = 3
# From so much less fit in all on, a change is said to cost more than a little.
A_LITTLE = 100


def progress_in_words(stage: str) -> str:
    """What is done now, while a run is worked out."""
    if stage.startswith("below"):
        return _("Lifting the pairs that fit least closely.")
    said: dict[str, Callable[[], str]] = {
        "candidates": lambda: _("Looking at who could walk with whom."),
        "waited before": lambda: _("Placing first those who waited before."),
        "total": lambda: _("Finding the best fit for all."),
        "ties": lambda: _("Deciding among results that are equally good."),
        "proposals": lambda: _("Asking each side whom they would rather have."),
        "proof": lambda: _("Checking the result."),
    }
    if stage in said:
        return said[stage]()
    if stage.startswith("place"):
        return _("Placing everybody who can be placed.")
    return _("Looking for anything better.") if stage else _("It waits its turn.")


def check_in_words(check: dict[str, Any]) -> list[str]:
    """The check of a result, for somebody who has to defend it; the first sentence is the head."""
    if not check:
        return []
    shown = {key: digits(value) for key, value in check.items() if isinstance(value, int)}
    found = [_("%(placed)s of %(mentees)s mentees have a mentor.") % shown]
    if check["objective"] == "stable":
        found.append(_("No mentee and mentor would both rather have each other."))
    if any(name.startswith("place") for name in check["proved"]):
        found.append(_("Everyone is placed who can be: placing one more is impossible."))
    if "waited before" in check["proved"]:
        said = _(
            "Of %(first)s who waited before, %(first_placed)s have a mentor: more is impossible."
        )
        found.append(said % shown)
    if check["objective"] == "fair":
        found += _bands_in_words(check["below"])
    if check["objective"] != "stable":
        found.append(_("Keeping all that, no result has a better fit in all."))
    if check.get("lost"):
        found.append(_("Pairs that were kept and are no longer available: %(lost)s.") % shown)
    return found


def not_asked_in_words(count: int) -> str:
    """That some could not be asked: one sentence, whatever stood between them."""
    if not count:
        return ""
    said = ngettext(
        "%(count)s pair was not available any more: it was taken off the board, and not asked.",
        "%(count)s pairs were not available any more: they were taken off the board, and not "
        "asked.",
        count,
    )
    return said % {"count": digits(count)} + " " + _("Run it again for whoever waits now.")


def _bands_in_words(below: dict[str, int]) -> list[str]:
    """What holds of each band; of those that are empty, the highest says it all."""
    empty = [band for band, count in below.items() if not count]
    found = [_("Nobody is below a fit of %(band)s.") % {"band": digits(empty[-1])}] if empty else []
    for band, count in below.items():
        if count:
            said = ngettext(
                "%(count)s is below %(band)s; keeping what comes before, fewer is impossible.",
                "%(count)s are below %(band)s; keeping what comes before, fewer is impossible.",
                count,
            )
            found.append(said % {"count": digits(count), "band": digits(band)})
    return found


def reasons_in_words(carried: Iterable[Sequence[Any]]) -> str:
    """What two people have in common, as one line; the same for everybody who reads it."""
    some = [(part, list(items)[:MOST_NAMED]) for part, items in carried]
    parts = [f"{one.about}: {one.items}" for one in in_common(some)]
    return " · ".join(parts) or _("Broad interests on both sides")


def cost_in_words(cost: LeastCost | None) -> str:
    """What choosing a pair would cost others, at the least."""
    if cost is None:
        return ""
    kind, _mark, band = cost.stage.partition(" ")
    said: dict[str, Callable[[], str]] = {
        "place": lambda: _("One more person would be left without a mentor."),
        "waited": lambda: _("One more of those who waited before would wait again."),
        "below": lambda: (
            _("At least one more pair would be below a fit of %(band)s.") % {"band": band}
        ),
        "total": lambda: (
            _("A little less fit in all.")
            if cost.at_least < A_LITTLE
            else _("Clearly less fit in all.")
        ),
    }
    return said[kind]() if cost.at_least else _("Perhaps it costs nobody anything.")


def help_for_one(
    *, speaks_with_nobody: bool, said: Mapping[str, Any], places_left: int
) -> tuple[str, str]:
    """Why somebody waits, and what would help: the same words for every cause that is private."""
    if speaks_with_nobody:
        languages = vocabulary.shown("languages", said.get("languages", ()))
        return (
            _("No mentor here shares a language with them."),
            _("A mentor who speaks %(languages)s would help.") % {"languages": listed(languages)},
        )
    if places_left:
        return (
            _("No place was left with a mentor who is available for them."),
            _("Choose a mentor by hand, or ask one who is available for one more place."),
        )
    return (
        _("All places are taken."),
        _("One more place would help: they come first the next time."),
    )
