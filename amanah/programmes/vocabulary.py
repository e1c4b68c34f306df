"""The words in which people say what they look for: keys that last, labels that are translated.

What somebody says beyond them is kept as their own words, beside the keys and never lost. The
keys are stored and matched on, so they are never renamed; labels may change.
"""

from collections.abc import Iterable
from functools import cache, lru_cache

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amanah.base.folding import fold
from amanah.engines.tables.cells import items

Labels = dict[str, str | Promise]

TOPICS: Labels = {
    "choosing_a_specialty": _("Choosing a specialty"),
    "exam_preparation": _("Exam preparation"),
    "clinical_confidence": _("Clinical confidence"),
    "research_skills": _("Research skills"),
    "first_publication": _("First publication"),
    "teaching_skills": _("Teaching skills"),
    "leadership": _("Leadership"),
    "academic_promotion": _("Academic promotion"),
    "career_abroad": _("Career abroad"),
    "returning_after_leave": _("Returning after leave"),
    "work_life_balance": _("Work-life balance"),
    "dealing_with_a_setback": _("Dealing with a setback"),
}
LANGUAGES: Labels = {
    "en": _("English"),
    "ur": _("Urdu"),
    "ar": _("Arabic"),
    "bn": _("Bengali"),
    "fa": _("Persian"),
    "fr": _("French"),
    "de": _("German"),
    "ga": _("Irish"),
    "hi": _("Hindi"),
    "zh": _("Mandarin"),
    "pl": _("Polish"),
    "ps": _("Pashto"),
    "pt": _("Portuguese"),
    "pa": _("Punjabi"),
    "sd": _("Sindhi"),
    "es": _("Spanish"),
}
TIMES: Labels = {
    "any_time": _("Any time"),
    "any_morning": _("Any morning"),
    "any_lunch": _("Any lunch break"),
    "any_afternoon": _("Any afternoon"),
    "any_evening": _("Any evening"),
    "mon_morning": _("Monday morning"),
    "mon_lunch": _("Monday lunch"),
    "mon_afternoon": _("Monday afternoon"),
    "mon_evening": _("Monday evening"),
    "tue_morning": _("Tuesday morning"),
    "tue_lunch": _("Tuesday lunch"),
    "tue_afternoon": _("Tuesday afternoon"),
    "tue_evening": _("Tuesday evening"),
    "wed_morning": _("Wednesday morning"),
    "wed_lunch": _("Wednesday lunch"),
    "wed_afternoon": _("Wednesday afternoon"),
    "wed_evening": _("Wednesday evening"),
    "thu_morning": _("Thursday morning"),
    "thu_lunch": _("Thursday lunch"),
    "thu_afternoon": _("Thursday afternoon"),
    "thu_evening": _("Thursday evening"),
    "fri_morning": _("Friday morning"),
    "fri_lunch": _("Friday lunch"),
    "fri_afternoon": _("Friday afternoon"),
    "fri_evening": _("Friday evening"),
    "sat_morning": _("Saturday morning"),
    "sat_lunch": _("Saturday lunch"),
    "sat_afternoon": _("Saturday afternoon"),
    "sat_evening": _("Saturday evening"),
    "sun_morning": _("Sunday morning"),
    "sun_lunch": _("Sunday lunch"),
    "sun_afternoon": _("Sunday afternoon"),
    "sun_evening": _("Sunday evening"),
}
SETTINGS: Labels = {
    "in_person": _("In person"),
    "open_door": _("With the door open"),
    "public_place": _("In a public place"),
    "video": _("By video"),
    "third_person": _("With a third person"),
}
KINDS = {"topics": TOPICS, "languages": LANGUAGES, "times": TIMES, "settings": SETTINGS}

# How lists say it otherwise. An empty key: it says that anything will do, which is nothing.
OTHERWISE = {
    "topics": {
        "research": "research_skills",
        "publishing": "first_publication",
        "publication": "first_publication",
        "exams": "exam_preparation",
        "teaching": "teaching_skills",
        "promotion": "academic_promotion",
        "specialty choice": "choosing_a_specialty",
        "setbacks": "dealing_with_a_setback",
        "work life balance": "work_life_balance",
        "wellbeing": "work_life_balance",
    },
    "languages": {"chinese": "zh", "farsi": "fa", "gaeilge": "ga", "pushto": "ps", "bangla": "bn"},
    "times": {
        "any": "any_time",
        "anytime": "any_time",
        "flexible": "any_time",
        "either": "any_time",
        "evenings": "any_evening",
        "mornings": "any_morning",
        "afternoons": "any_afternoon",
    },
    "settings": {
        "open door": "open_door",
        "door open": "open_door",
        "public place": "public_place",
        "video": "video",
        "online": "video",
        "zoom": "video",
        "teams": "video",
        "face to face": "in_person",
        "third person": "third_person",
        "either": "",
        "any": "",
        "no preference": "",
    },
}
DAYS = {
    "monday": "mon",
    "tuesday": "tue",
    "wednesday": "wed",
    "thursday": "thu",
    "friday": "fri",
    "saturday": "sat",
    "sunday": "sun",
}


def read(kind: str, cell: str) -> list[str]:
    """What a cell of a list says: keys where we have a word for it, its own words elsewhere.

    Examples
    --------
    >>> read("settings", "Open door / public place")
    ['open_door', 'public_place']
    >>> read("topics", "Research skills; Falconry")
    ['research_skills', 'Falconry']
    """
    return list(_read(kind, cell))


def shown(kind: str, said: Iterable[str]) -> list[str]:
    """What was said, in the reader's language; own words as they are."""
    labels = KINDS[kind]
    return [str(labels.get(one, one)) for one in said]


@lru_cache(maxsize=2000)
def _read(kind: str, cell: str) -> tuple[str, ...]:
    """The same cell comes again and again down a list."""
    found: dict[str, None] = {}
    for item in items(cell):
        for known in _keys(kind, item):
            found[known] = None
    return tuple(found)


def _keys(kind: str, item: str) -> tuple[str, ...]:
    words = _words(kind)
    plain = _plain(item)
    if plain in words:
        return (words[plain],) if words[plain] else ()
    parts = [_plain(part) for part in item.split("/")]
    if len(parts) > 1 and all(part in words for part in parts):
        return tuple(words[part] for part in parts if words[part])
    return (item,)


@cache
def _words(kind: str) -> dict[str, str]:
    """Every way to say each key, folded: its labels in all our languages among them."""
    found = {}
    for key, label in KINDS[kind].items():
        found[_plain(key.replace("_", " "))] = key
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                found[_plain(str(label))] = key
    if kind == "times":
        for key in TIMES:
            short, _mark, part = key.partition("_")
            for name, day in DAYS.items():
                if day == short:
                    found |= {f"{said} {part}": key for said in (short, name, f"{name}s")}
    found |= {_plain(said): key for said, key in OTHERWISE[kind].items()}
    return found


def _plain(text: str) -> str:
    return " ".join((fold(text) or "").replace("-", " ").replace("_", " ").split())
