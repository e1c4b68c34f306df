"""Who is in the demo: names as people write them, and nobody who is real."""

from dataclasses import dataclass

# Published on purpose: with these anybody is anybody in a demo, and nowhere else.
PASSWORD = "quiet-lantern-harbour-nine"  # noqa: S105 (published)
OPENING = "quiet lantern gently mango monsoon kettle"
SHEET = "DEM0-DEM0-DEM0-DEM0-DEM0-DEM0-DE"
DOMAIN = "demo.example"


@dataclass(frozen=True)
class House:
    """An institution of the demo."""

    slug: str
    name: str
    time_zone: str
    help_name: str
    help_about: str
    help_phone: str
    emergency_phone: str
    own_guarantees: str


@dataclass(frozen=True)
class Somebody:
    """A person of the demo, with their card; a staff role if they hold one."""

    name: str
    login: str
    house: str
    department: str
    stage: str
    specialty: str = ""
    role: str = ""
    called: str = ""
    languages: str = ""
    about: str = ""
    language: str = "en"

    @property
    def email(self) -> str:
        return f"{self.login}@{DOMAIN}"


KOLACHI = House(
    "kolachi",
    "Mai Kolachi Teaching Hospital, Karachi",
    "Asia/Karachi",
    "Dr Nasreen Iqbal",
    "outside your department; she keeps what you tell her",
    "021 111 0000",
    "1122",
    "A mentor is never your examiner in the same year.\n"
    "An hour of every second week is yours for mentoring, and counts as work.",
)
MEANWOOD = House(
    "meanwood",
    "Meanwood Medical School, Leeds",
    "Europe/London",
    "Margaret Joyce",
    "chaplaincy, outside every team",
    "0113 496 0010",
    "999",
    "Nobody is asked to meet in their free time.",
)
HOUSES = (KOLACHI, MEANWOOD)
PLACES = {house.slug: house.name.rpartition(", ")[2] for house in HOUSES}

# Letters still open, and letters that ran out: address, name, house.
WAITING = (
    ("samina@demo.example", "Dr Samina Yasmin", "kolachi"),
    ("omar.farooq@demo.example", "", "kolachi"),
    ("eoin@demo.example", "Eoin Ó Sé", "meanwood"),
)
RAN_OUT = (
    ("rehan@demo.example", "Rehan Siddiqui", "kolachi"),
    ("grace@demo.example", "Grace Adeyemi", "meanwood"),
)

HOW_THEY_WORK = {
    "ayesha": {
        "best_times": "Tuesday and Thursday after six. Not on theatre days.",
        "reach_me": "A message first. I answer within two days, and say so if I cannot.",
        "feedback": "Straight and in private.",
    },
    "bilal": {
        "best_times": "Evenings, but not after a night on call.",
        "feedback": "Tell me first what to keep, then what to change.",
    },
    "niamh": {"reach_me": "Mail is best; I look at it at lunch."},
}
