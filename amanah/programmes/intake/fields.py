"""What a column of a list can be, and how that is guessed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from amanah.base.access import Text
from amanah.engines.tables import Pattern, guess

LABELS: dict[str, Text] = {
    "email": _("E-mail address"),
    "name": _("Name"),
    "role": _("Mentor or mentee"),
    "stage": _("Stage or post"),
    "specialty": _("Specialty or field"),
    "topics": _("What they want help with, or can help with"),
    "languages": _("Languages"),
    "times": _("Good times"),
    "settings": _("How to meet"),
    "places": _("Places: how many mentees"),
    "wishes": _("Wishes: whom they would like (e-mail addresses)"),
    "do_not_pair": _("Do not pair with (e-mail addresses)"),
    "conflicts": _("Whom they assess or manage (e-mail addresses)"),
    "away_until": _("Away until"),
    "matters:wants": _("How much the topics matter"),
    "matters:specialty": _("How much the specialty matters"),
    "matters:languages": _("How much a shared language matters"),
    "matters:availability": _("How much shared times matter"),
    "matters:setting": _("How much the way to meet matters"),
    "statement": _("In their own words"),
    "how_i_mentor": _("How they mentor"),
    "story": _("One thing they got wrong at that stage"),
}
# What only a mentor has.
OF_MENTORS = {"places", "away_until", "how_i_mentor", "story"}
QUESTION = "question:"

HOW_MUCH = r"how (much|important|strongly)|importance of|weight"
PATTERNS = (
    Pattern("matters:specialty", rf"({HOW_MUCH}).*(special|department|field)"),
    Pattern("matters:languages", rf"({HOW_MUCH}).*language"),
    Pattern("matters:availability", rf"({HOW_MUCH}).*(time|availab|schedule)"),
    Pattern("matters:setting", rf"({HOW_MUCH}).*(meet|setting|format)"),
    Pattern("matters:wants", rf"({HOW_MUCH}).*(goal|help|want|topic)"),
    Pattern("do_not_pair", r"\b(do not|don.?t|not to be|never|rather not|avoid)\b"),
    Pattern("conflicts", r"\b(assess|line.?manage|supervis|evaluat|conflict|answer to|report to)"),
    Pattern("wishes", r"ment(or|ee)s? (that )?(you|i) (would|.?d) (like|prefer)|wish|preferred"),
    Pattern("away_until", r"\baway\b|absent|on leave|unavailable|back from"),
    Pattern("places", r"how many|\bplaces\b|capacity|number of mentees|\bslots\b"),
    Pattern("email", r"e-?mail"),
    Pattern("languages", r"language"),
    Pattern(
        "topics",
        r"(can|able to|happy to) (help|offer|support)|\boffer|expertise|what (would you like|do you"
        r" want)|\bwant|looking for|\bgoals?\b|\bneeds?\b|\btopics?\b",
    ),
    Pattern("times", r"\btimes\b|availab|\bwhen\b|\bdays\b"),
    Pattern(
        "settings", r"how (should|would|do|can) (we|you).*meet|\bsetting\b|\bformat\b|\bmeet\b"
    ),
    Pattern("specialty", r"special(i)?ty|department|discipline"),
    Pattern("stage", r"\bstage\b|\bpost\b|\bgrade\b|seniority|job title|\bposition\b"),
    Pattern("role", r"\brole\b|mentor or mentee|mentee or mentor|taking part as|i am a"),
    Pattern("name", r"\bname\b"),
)


@dataclass(frozen=True)
class Asked:
    """A question of the programme's own, as far as a list can answer it."""

    id: str
    text: str
    kind: str
    options: tuple[str, ...]


def proposed(header: Sequence[str], known: dict[str, str], *, role: str) -> dict[str, str]:
    """{column: field} as it is proposed: as it was last time, and guessed for the rest."""
    found: dict[str, str] = {}
    for column in header:
        field = known.get(name_of(column), "")
        if field and field not in found.values() and not (role and field == "role"):
            found[column] = field
    rest = [column for column in header if column not in found and name_of(column) not in known]
    patterns = [one for one in PATTERNS if not (role and one.field == "role")]
    return found | guess(rest, patterns, taken=set(found.values()))


def name_of(column: str) -> str:
    """How the name of a column is remembered."""
    return " ".join(column.casefold().split())[:300]


def lacking(fields: Iterable[str], *, role: str) -> list[str]:
    """What a list must say and has no column for."""
    given = set(fields)
    return [
        field for field in ("email", "name", *(() if role else ("role",))) if field not in given
    ]
