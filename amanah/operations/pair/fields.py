"""What a column can be, how that is guessed, and how it is said by hand."""

from collections.abc import Sequence
from dataclasses import dataclass

from amanah.engines.tables import Pattern, Table, guess
from amanah.operations.stop import USAGE, Stop

FIELDS = (
    "email",
    "name",
    "role",
    "stage",
    "specialty",
    "offers",
    "wants",
    "languages",
    "availability",
    "setting",
    "places",
    "wishes",
    "do_not_pair",
    "conflicts",
    "away_until",
)
WEIGHED = ("wants", "specialty", "languages", "availability", "setting")
IGNORE = "ignore"
HOW_MUCH = r"how (much|important|strongly)|importance of|weight"

# The same in Urdu, tried after the English of each field.
IN_URDU = {
    "do_not_pair": r"کے ساتھ نہ|جوڑ.*نہ ",
    "conflicts": r"نگرانی|جانچ|امتحان لیتے",
    "wishes": r"پسندیدہ|خواہش",
    "away_until": r"چھٹی|غیر ?حاضر",
    "places": r"کتنے مینٹی|جگہیں|گنجائش",
    "email": r"ای.?میل",
    "languages": r"زبان",
    "offers": r"مدد کر سکتے|پیشکش",
    "wants": r"مدد چاہ|کیا چاہتے|مقاصد",
    "availability": r"اوقات|دستیاب",
    "setting": r"(کیسے|کس طرح) مل",
    "specialty": r"شعبہ|تخصص|میدان",
    "stage": r"مرحلہ|عہدہ|درجہ",
    "name": r"نام",
    "role": r"کردار|بطور",
}


def _of(field: str, english: str) -> Pattern:
    urdu = IN_URDU.get(field)
    return Pattern(field, f"{english}|{urdu}" if urdu else english)


PATTERNS = (
    _of("weight:specialty", rf"({HOW_MUCH}).*(special|department|field)"),
    _of("weight:languages", rf"({HOW_MUCH}).*language"),
    _of("weight:availability", rf"({HOW_MUCH}).*(time|availab|schedule)"),
    _of("weight:setting", rf"({HOW_MUCH}).*(meet|setting|format)"),
    _of("weight:wants", rf"({HOW_MUCH}).*(goal|help|want|topic)"),
    _of("do_not_pair", r"\b(do not|don.?t|not to be|never|rather not|avoid)\b"),
    _of("conflicts", r"\b(assess|line.?manage|supervis|evaluat|conflict|answer to|report to)"),
    _of("wishes", r"ment(or|ee)s? (that )?(you|i) (would|.?d) (like|prefer)|wish|preferred"),
    _of("away_until", r"\baway\b|absent|on leave|unavailable|back from"),
    _of("places", r"how many|\bplaces\b|capacity|number of mentees|\bslots\b"),
    _of("email", r"e-?mail"),
    _of("languages", r"language"),
    _of("offers", r"(can|able to|happy to) (help|offer|support)|\boffer|expertise"),
    _of("wants", r"what (would you like|do you want)|\bwant|looking for|\bgoals?\b|\bneeds?\b"),
    _of("availability", r"\btimes\b|availab|\bwhen\b|\bdays\b"),
    _of("setting", r"how (should|would|do|can) (we|you).*meet|\bsetting\b|\bformat\b|\bmeet\b"),
    _of("specialty", r"special(i)?ty|department|discipline"),
    _of("stage", r"\bstage\b|\bpost\b|\bgrade\b|seniority|job title|\bposition\b"),
    _of("name", r"\bname\b"),
)
ROLE = _of("role", r"\brole\b|mentor or mentee|mentee or mentor|taking part as|i am a")


@dataclass(frozen=True)
class Mapping:
    """Which field each column of one sheet is; the columns that are none; how it came about."""

    fields: dict[str, str]
    guessed: frozenset[str]
    ignored: tuple[str, ...]

    def column(self, field: str) -> str | None:
        """The column of a field, or None."""
        return next((column for column, known in self.fields.items() if known == field), None)


def by_hand(said: Sequence[str]) -> dict[str, str]:
    """`--map` as {column: field}; `Stop` where it makes no sense."""
    found: dict[str, str] = {}
    for one in said:
        column, equals, field = one.rpartition("=")
        column, field = " ".join(column.split()), field.strip()
        if not (equals and column):
            raise Stop(f'--map "{one}" should read --map "COLUMN=FIELD".', USAGE)
        if not is_field(field):
            known = ", ".join([*FIELDS, "weight:FIELD", "custom:NAME", IGNORE])
            raise Stop(f"--map: there is no field {field!r}. Fields are {known}.", USAGE)
        found[column] = field
    return found


def is_field(field: str) -> bool:
    kind, colon, name = field.partition(":")
    if colon:
        return bool(name.strip()) and kind in {"weight", "custom"}
    return field in FIELDS or field == IGNORE


def mapping_of(table: Table, said: dict[str, str], *, has_roles: bool) -> Mapping:
    """What each column of a sheet is: as said by hand, and guessed for the rest."""
    here: dict[str, str] = {}
    for column, field in said.items():
        found = _find(table, column)
        if found is None:
            continue
        if field in here.values() and field != IGNORE:
            raise Stop(f"--map gives the field {field!r} to two columns of one sheet.", USAGE)
        here[found] = field
    rest = [column for column in table.header if column not in here]
    patterns = (ROLE, *PATTERNS) if has_roles else PATTERNS
    guessed = guess(rest, patterns, taken=set(here.values()))
    known = {**guessed, **here}
    fields = {
        column: known[column] for column in table.header if known.get(column, IGNORE) != IGNORE
    }
    ignored = tuple(column for column in table.header if column not in fields)
    return Mapping(fields, frozenset(guessed), ignored)


def mapping_as(table: Table, columns: dict[str, str]) -> Mapping:
    """The mapping that a certificate recorded, without any guess."""
    fields = {
        column: columns[column]
        for column in table.header
        if is_field(columns.get(column, IGNORE)) and columns.get(column, IGNORE) != IGNORE
    }
    return Mapping(
        fields, frozenset(), tuple(column for column in table.header if column not in fields)
    )


def check_all_used(said: dict[str, str], tables: Sequence[Table]) -> None:
    """`Stop` if --map names a column that is in no sheet."""
    for column in said:
        if all(_find(table, column) is None for table in tables):
            have = "; ".join(name for table in tables for name in table.header)
            raise Stop(f"--map: no sheet has a column {column!r}. There are: {have}.", USAGE)


def _find(table: Table, column: str) -> str | None:
    if column in table.header:
        return column
    return next((name for name in table.header if name.casefold() == column.casefold()), None)
