"""What the people of the demo say when they apply: a few by hand, the many from what is usual."""

from typing import Any

from amanah.operations.demo.cast import Somebody
from amanah.operations.demo.many import pick, some

TOPICS = {
    "resident": (
        "clinical_confidence",
        "research_skills",
        "work_life_balance",
        "exam_preparation",
        "first_publication",
        "career_abroad",
        "dealing_with_a_setback",
    ),
    "student": (
        "choosing_a_specialty",
        "exam_preparation",
        "clinical_confidence",
        "career_abroad",
        "work_life_balance",
        "dealing_with_a_setback",
    ),
    "registrar": (
        "exam_preparation",
        "work_life_balance",
        "dealing_with_a_setback",
        "teaching_skills",
        "leadership",
    ),
    "colleague": ("first_publication", "academic_promotion", "teaching_skills", "leadership"),
}
ALSO_SPOKEN = {
    "kolachi": ("pa", "sd", "ps", "fa", "", "", ""),
    "meanwood": ("ur", "pl", "hi", "ga", "fr", "", "", "", ""),
}
TIMES = (
    "any_evening",
    "any_lunch",
    "any_morning",
    "mon_lunch",
    "tue_evening",
    "wed_afternoon",
    "thu_evening",
    "sat_morning",
)
SETTINGS = ("in_person", "open_door", "public_place", "video")
HOW_I_MENTOR = (
    "I ask what you tried, and then I am quiet for a while.",
    "We begin with tea. The list of questions comes second.",
    "Bring one page of yours, and we read it aloud.",
    "I tell you what I would do, and then why you might do otherwise.",
    "Short and often rather than long and seldom.",
    "I introduce you to the person who knows, if I do not.",
    "We practise it: you present, I play the difficult examiner.",
    "I say when I do not know. That happens weekly.",
)
STORY = (
    "I was sure that everybody but me could hear the murmur.",
    "I stayed silent on a ward round, and somebody got the wrong dose for a day.",
    "I took the post that looked best on paper, and left it within the year.",
    "I failed my first part twice, and hid it for a year.",
    "I thought that asking for leave was weakness. It was arithmetic.",
    "",
    "",
)
STATEMENT = (
    "I would like somebody to ask the questions that I do not dare to ask on the round.",
    "I want to write my first paper, and do not know where one begins.",
    "Two paths are open, and I need somebody who has walked one of them.",
    "Nights are hard. I would like to hear how others have arranged themselves with them.",
    "I learn best when somebody watches and says nothing until the end.",
    "I am the first of my family in medicine, and do not know the unwritten rules.",
    "",
)
BY_HAND: dict[tuple[str, str], dict[str, Any]] = {
    ("ayesha", "mentor"): {
        "topics": ["clinical_confidence", "research_skills"],
        "languages": ["ur", "en"],
        "settings": ["open_door", "in_person"],
        "how_i_mentor": "I ask what you tried, and then I am quiet for a while.",
        "story": "I got my first fellowship application wrong, and only found out from a friend.",
    },
    ("bilal", "mentee"): {
        "topics": ["clinical_confidence", "career_abroad"],
        "languages": ["ur", "en"],
        "times": ["any_evening"],
    },
    ("khadija", "mentee"): {"topics": ["dealing_with_a_setback"], "languages": ["ur"]},
    ("farzana", "mentor"): {
        "topics": ["work_life_balance", "dealing_with_a_setback"],
        "languages": ["ur", "en"],
        "times": ["any_lunch"],
        "settings": ["video", "open_door"],
    },
    ("noor", "mentor"): {
        "topics": ["dealing_with_a_setback", "work_life_balance", "clinical_confidence"],
        "times": ["any_lunch", "thu_evening"],
        "settings": ["public_place", "open_door"],
        "how_i_mentor": "I catch errors for a living. I know what it is to have made one.",
    },
    ("mehwish", "mentee"): {
        "topics": ["work_life_balance", "dealing_with_a_setback"],
        "times": ["any_lunch"],
        "settings": ["public_place"],
    },
    ("niamh", "mentee"): {
        "topics": ["choosing_a_specialty", "clinical_confidence"],
        "languages": ["en"],
        "times": ["any_evening"],
    },
    ("lukasz", "mentor"): {
        "topics": ["choosing_a_specialty", "career_abroad"],
        "languages": ["en", "pl"],
        "settings": ["in_person", "open_door"],
    },
}


def what_they_say(somebody: Somebody, role: str, kind: str) -> dict[str, Any]:
    """What one of them says for matching: the same every time."""
    about = (somebody.login, role)
    also = pick(ALSO_SPOKEN[somebody.house], "also", *about)
    first = "ur" if somebody.house == "kolachi" else "en"
    spoken = [first] if somebody.language == "ur" else list(dict.fromkeys((first, "en", also)))
    said: dict[str, Any] = {
        "topics": some(TOPICS[kind], 3 if role == "mentor" else 2, "topics", *about),
        "stage": somebody.stage,
        "languages": [one for one in spoken if one],
        "times": some(TIMES, 3, "times", *about),
        "settings": some(SETTINGS, 2, "settings", *about),
        "specialty": somebody.specialty,
    }
    if role == "mentor":
        said["how_i_mentor"] = pick(HOW_I_MENTOR, "how", *about)
        said["story"] = pick(STORY, "story", *about)
        said["can_be_found"] = True
    else:
        said["statement"] = pick(STATEMENT, "statement", *about)
    return said | BY_HAND.get(about, {})
