"""The clauses of an agreement, and what can be chosen in each. Only five are asked at first."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from amanah.base import written
from amanah.mentoring.agreement.made_of import Choice, Clause, Text
from amanah.mentoring.agreement.promises import FACTORS

# The fixed text, as it is now: named in what is signed, so that another wording is another text.
FIXED = "1"


def _months(number: int) -> str:
    return ngettext("%(number)d month", "%(number)d months", number)


def _minutes(number: int) -> str:
    return ngettext("%(number)d minute", "%(number)d minutes", number)


def _after(number: int) -> str:
    return ngettext("After %(number)d week", "After %(number)d weeks", number)


def _reply(number: int) -> str:
    return ngettext(
        "%(number)d working day",
        "%(number)d working days",
        number,
    )


def _each(words: Callable[[int], str], numbers: Iterable[int]) -> tuple[tuple[str, Text], ...]:
    """Options that are numbers, each said when it is read, in the reader's digits."""
    said = lazy(lambda number: written.digits(words(number) % {"number": number}), str)
    return tuple((str(number), said(number)) for number in numbers)


LIMITS = (
    _("a serious risk to patients"),
    _("a serious risk to yourself or to somebody else"),
    _("a child, or an adult who cannot protect themselves, who may come to harm"),
    _("what the law compels somebody to tell"),
)

WHY = Clause(
    "why",
    _("Why, and for how long"),
    (Choice("months", _("How long"), _each(_months, range(1, 61))),),
    words=_("What this is for"),
)
MEETINGS = Clause(
    "meetings",
    _("Meetings"),
    (
        Choice(
            "weeks",
            _("How often"),
            (
                ("1", _("Every week")),
                ("2", _("Every two weeks")),
                ("3", _("Every three weeks")),
                ("4", _("Every month")),
                ("6", _("Every six weeks")),
                ("8", _("Every two months")),
                ("13", _("Every three months")),
                ("26", _("Twice a year")),
            ),
        ),
        Choice(
            "minutes",
            _("How long a meeting is"),
            _each(_minutes, (15, 20, 30, 45, 60, 90)),
        ),
        Choice(
            "arranges",
            _("Who arranges them"),
            (
                ("mentee", _("The mentee")),
                ("mentor", _("The mentor")),
                ("turns", _("Each in turn")),
            ),
        ),
        Choice(
            "where",
            _("Where"),
            (
                ("office", _("In a room, with the door open")),
                ("public", _("Where others are about: a library, a canteen")),
                ("video", _("By video")),
                ("phone", _("By phone")),
                ("walk", _("On a walk")),
                ("third", _("With a third person there")),
            ),
            several=True,
        ),
        Choice(
            "cancelling",
            _("If it cannot be"),
            (
                ("any", _("A word before it begins is enough")),
                ("day", _("A word the day before, where that can be")),
                ("two", _("A word two days before, where that can be")),
            ),
        ),
    ),
    words=_("More about meetings"),
)
BETWEEN = Clause(
    "between",
    _("Between meetings"),
    (
        Choice(
            "reply",
            _("No reply expected within"),
            _each(_reply, (1, 2, 3, 5, 10)),
        ),
        Choice(
            "channels",
            _("How to reach each other"),
            (
                ("mail", _("By e-mail")),
                ("phone", _("By phone")),
                ("messages", _("By messages")),
                ("meetings", _("Only when we meet")),
            ),
            several=True,
        ),
        Choice(
            "hours",
            _("When"),
            (
                ("work", _("In working hours")),
                ("evenings", _("Also in the evening")),
                ("weekends", _("Also at weekends")),
            ),
            several=True,
        ),
    ),
    fixed=(_("How fast anybody replies is measured nowhere."),),
    words=_("More about the time between"),
)
CONFIDENTIALITY = Clause(
    "confidentiality",
    _("Confidentiality"),
    (
        Choice(
            "keeps",
            _("What we say to each other"),
            (
                ("all", _("Stays between us, within the limits above")),
                ("asks", _("May be passed on only after we asked each other")),
                ("nameless", _("May be spoken of without names, to learn from it")),
            ),
        ),
    ),
    words=_("More about what we keep to ourselves"),
)
BOUNDARIES = Clause(
    "boundaries",
    _("Boundaries"),
    (
        Choice(
            "about",
            _("What we talk about"),
            (
                ("work", _("Work and learning")),
                ("person", _("Also personal things, when either brings them up")),
            ),
        ),
        Choice(
            "not",
            _("What this is not"),
            (
                ("care", _("No medical care or therapy for each other")),
                ("money", _("No money, and no favours outside")),
                ("tasks", _("No work that belongs to the other")),
            ),
            several=True,
        ),
    ),
    words=_("More about boundaries"),
)
POWER = Clause(
    "power",
    _("Power and conflicts of interest"),
    (
        Choice(
            "now",
            _("Between us there is"),
            (
                ("none", _("None of these")),
                ("grading", _("Grading or assessing")),
                ("hiring", _("Hiring or references")),
                ("supervising", _("Supervising at work")),
                ("competing", _("Competing for the same thing")),
            ),
            several=True,
        ),
    ),
    fixed=(_("We tell each other when this changes, and ask again every year."),),
    words=_("What we do about it"),
)
CREDIT = Clause(
    "credit",
    _("Credit and authorship"),
    (
        Choice(
            "when",
            _("Whose name stands where"),
            (
                ("before", _("We settle it before work begins, in writing")),
                ("none", _("We publish nothing together")),
            ),
        ),
    ),
    words=_("More about credit"),
)
FEEDBACK = Clause(
    "feedback",
    _("Feedback"),
    (
        Choice(
            "when",
            _("When we give it"),
            (
                ("each", _("At the end of each meeting, both ways")),
                ("asked", _("When one of us asks")),
                ("review", _("When we look back together")),
            ),
            several=True,
        ),
    ),
    words=_("How feedback reaches us best"),
)
EQUALITY = Clause(
    "equality",
    _("Equality and inclusion"),
    (
        Choice(
            "asks",
            _("What would make this easier"),
            (
                ("first", _("We ask each other at the beginning")),
                ("often", _("We ask each other now and then")),
            ),
            several=True,
        ),
    ),
    words=_("What would make this easier for us"),
)
RECORDS = Clause(
    "records",
    _("Records, and what happens to them at the end"),
    (
        Choice(
            "kept",
            _("What is kept"),
            (
                ("none", _("Nothing is written down")),
                ("own", _("Each keeps their own notes")),
                ("shared", _("Notes that we all read")),
            ),
            several=True,
        ),
        Choice(
            "after",
            _("At the end"),
            (
                ("keep", _("Each keeps what is theirs")),
                ("delete", _("Each deletes what is about the other")),
            ),
        ),
        Choice(
            "recording",
            _("Recording"),
            (
                ("never", _("No")),
                ("asked", _("No, unless all of us say yes each time")),
            ),
        ),
    ),
    words=_("More about records"),
)
DISAGREEMENT = Clause(
    "disagreement",
    _("If we disagree"),
    fixed=(
        _(
            "We talk; then we ask a third person outside the line; then whoever runs the "
            "programme, where there is one."
        ),
    ),
    words=_("Whom we would ask"),
)
REVIEW = Clause(
    "review",
    _("Looking back"),
    (
        Choice(
            "weeks",
            _("For the first time"),
            _each(_after, (6, 7, 8)),
        ),
    ),
    fixed=(_("For the first time six to eight weeks after we began; then when either asks."),),
)
ENDING = Clause(
    "ending",
    _("Ending"),
    fixed=(_("Either of us may end this, at any time and without a reason."),),
)

PROMISES = "promises"
PROMISED = Clause(
    PROMISES, _("What each of us brings"), words=_("More about what each of us brings")
)

CLAUSES = (
    WHY, MEETINGS, BETWEEN, PROMISED, CONFIDENTIALITY, BOUNDARIES, POWER, CREDIT, FEEDBACK,
    EQUALITY, RECORDS, DISAGREEMENT, REVIEW, ENDING,
)  # fmt: skip
WITH_WORDS = {clause.name: clause for clause in CLAUSES if clause.words}
CHOICES = {
    clause.key_of(choice): (clause, choice) for clause in CLAUSES for choice in clause.choices
}
# The five that are asked at first.
FIRST = ("why.months", "meetings.weeks", "meetings.minutes", "meetings.arranges", "between.reply")


def promise_key(membership: Any, factor: str) -> str:
    return f"{PROMISES}.{factor}.{membership.pk}"


def allowed_to(membership: Any) -> dict[str, Choice]:
    """All that a member can choose: everything in the clauses, and promises of their own."""
    found = {key: choice for key, (_clause, choice) in CHOICES.items()}
    return found | {promise_key(membership, one.name): one for one in FACTORS}


def defaults(mentorship: Any) -> dict[str, str]:
    """What an agreement begins with: the programme's length and rhythm where there is one."""
    programme = mentorship.cohort.programme if mentorship.cohort else None
    weeks = programme.weeks_between_meetings if programme else 4
    rhythms = [int(code) for code, _label in CHOICES["meetings.weeks"][1].options]
    return {
        "why.months": str(programme.months if programme else 12),
        "meetings.weeks": str(min(rhythms, key=lambda one: (abs(one - weeks), one))),
        "meetings.minutes": "45",
        "meetings.arranges": "turns" if mentorship.form == "circle" else "mentee",
        "between.reply": "3",
    }


def tidy(choices: dict[str, str], allowed: dict[str, Choice]) -> dict[str, str]:
    """Only what can be chosen, each list in the order of its options, and nothing left blank."""
    found = {}
    for key, choice in allowed.items():
        said = choices.get(key, "").split()
        codes = [code for code, _label in choice.options if code in said]
        if codes:
            found[key] = " ".join(codes if choice.several else codes[:1])
    return found
