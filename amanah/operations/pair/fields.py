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

PATTERNS = (
    Pattern("weight:specialty", rf"({HOW_MUCH}).*(special|department|field)"),
    Pattern("weight:languages", rf"({HOW_MUCH}).*language"),
    Pattern("weight:availability", rf"({HOW_MUCH}).*(time|availab|schedule)"),
    Pattern("weight:setting", rf"({HOW_MUCH}).*(meet|setting|format)"),
    Pattern("weight:wants", rf"({HOW_MUCH}).*(goal|help|want|topic)"),
    Pattern("do_not_pair", r"\b(do not|don.?t|not to be|never|rather not|avoid)\b"),
    Pattern("conflicts", r"\b(assess|line.?manage|supervis|evaluat|conflict|answer to|report to)"),
    Pattern("wishes", r"ment(or|ee)s? (that )?(you|i) (would|.?d) (like|prefer)|wish|preferred"),
    Pattern("away_until", r"\baway\b|absent|on leave|unavailable|back from"),
    Pattern("places", r"how many|\bplaces\b|capacity|number of mentees|\bslots\b"),
    Pattern("email", r"e-?mail"),
    Pattern("languages", r"language"),
    Pattern("offers", r"(can|able to|happy to) (help|offer|support)|\boffer|expertise"),
    Pattern("wants", r"what (would you like|do you want)|\bwant|looking for|\bgoals?\b|\bneeds?\b"),
    Pattern("availability", r"\btimes\b|availab|\bwhen\b|\bdays\b"),
    Pattern("setting", r"how (should|would|do|can) (we|you).*meet|\bsetting\b|\bformat\b|\bmeet\b"),
    Pattern("specialty", r"special(i)?ty|department|discipline"),
    Pattern("stage", r"\bstage\b|\bpost\b|\bgrade\b|seniority|job title|\bposition\b"),
    Pattern("name", r"\bname\b"),
)
ROLE = Pattern("role", r"\brole\b|mentor or mentee|mentee or mentor|taking part as|i am a")


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
