"""Five hundred things that somebody may type where a name is asked for. The same every time."""

import itertools
import random

RTL, POP, ISOLATE = "\u202e", "\u202c", "\u2066"
JOINER, NON_JOINER, BLANK = "\u200d", "\u200c", "\u200b"
TRUE_NAMES = (
    *("Nadia Rahman", "O'Brien", "d’Arcy-Smith", "Łukasz Żółć", "خدیجہ مختار", "می‌خواهم"),
    *("श्रीमती क्षमा", "李小龍", "Nguyễn Thị Hạnh", "Þórður", "X Æ A-12", "Dr. med. Ö. Ü. Ä.", "U"),
    *("María José Carreño Quiñones", "יוסף", "Ἀλέξανδρος", "ʻOkina", "Seán Ó Súilleabháin"),
)
MARKUP = (
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</title><svg onload=alert(1)>"),
    *('" onmouseover="alert(1)', "' autofocus onfocus='alert(1)", "<!--", "]]>", "&amp;lt;b&gt;"),
    *("<b>bold</b>", "</bdi></h1><h1>", "javascript:alert(1)", "&#x202e;", "<style>*{}</style>"),
)
TEMPLATES = (
    *(
        "{{ 7|add:7 }}",
        "{% debug %}",
        "{{ settings.SECRET_KEY }}",
        "{# gone #}",
        "${7*7}",
        "#{7*7}",
    ),
    *("%(name)s", "%s%s%s%n", "{0}", "{name.__class__}", "<%= 7*7 %>", "{{constructor.name}}"),
)
QUERIES = (
    *("Robert'); DROP TABLE people_person;--", "' OR '1'='1", '" OR ""="', "1; SELECT 1", "\\'"),
    *("admin'--", "') UNION SELECT password FROM people_person--", "%' AND 1=0--", "_%", "NULL"),
)
FORMULAS = ("=cmd|' /C calc'!A0", "=1+1", "+1+A1", "-2+3+A", "@SUM(A1)", '=HYPERLINK("a")', "\t=A1")
CONTROLS = (
    "\x00",
    "\x07",
    "\x1b[31m",
    "\x7f",
    "\r\nBcc: a@b.c",
    "\u2028",
    "\ufeff",
    "\ufffe",
    "\x85",
)
SPACES = ("   ", "\u3000", "\u00a0", " \t ", "\n\n", BLANK, "\u2800", "\u180e", "\u3164")
LOOKALIKES = ("Νadia", "Nаdia", "ℕ𝕒𝕕𝕚𝕒", "Ｎａｄｉａ", "Nadia\u0307", "ﬁﬂ", "Ⓝⓐⓓⓘⓐ", "rn vs m")
EMOJI = (
    *(f"👩{JOINER}⚕️ Nadia", f"👨{JOINER}👩{JOINER}👧{JOINER}👦", "🏳️‍🌈 A", "👍🏽", "🇵🇰", "🙂🙃"),
)
SURROGATES = ("\ud800", "A\udfffB", "\udc00\ud800")
LENGTHS = (199, 200, 201, 1_000, 10_000)
WANTED = 500


def zalgo(word, depth, chance):
    marks = [chr(code) for code in range(0x0300, 0x036F)]
    return "".join(letter + "".join(chance.choices(marks, k=depth)) for letter in word)


def hostile_names():
    """Five hundred different ones: every sort by itself, then sorts inside one another."""
    chance = random.Random(20260320)
    hidden = [f"A{sign}B" for sign in (RTL, POP, ISOLATE, BLANK, NON_JOINER, JOINER)]
    alone = [
        *TRUE_NAMES, *MARKUP, *TEMPLATES, *QUERIES, *FORMULAS, *LOOKALIKES, *EMOJI, *hidden,
        *SPACES, *SURROGATES, "", "-", "…", "0", "007", "١٢٣", "null", "undefined", "None", "True",
        *CONTROLS, *(f"Nadia{sign}Rahman" for sign in CONTROLS),
        *("A" * length for length in LENGTHS), *("خ" * length for length in LENGTHS),
        *(zalgo("Nadia", depth, chance) for depth in (1, 3, 9, 30)),
        f"{RTL}nimda{POP}", f"Nadia {RTL}(admin)", "Nadia\u0300\u0301", "e\u0301", "é",
    ]  # fmt: skip
    mixed = (
        f"{first} {second}"
        for first, second in itertools.product(
            (*TRUE_NAMES, *LOOKALIKES, *EMOJI),
            (*MARKUP, *TEMPLATES, *QUERIES, *FORMULAS, *CONTROLS, RTL, *SURROGATES),
        )
    )
    pool = list(mixed)
    chance.shuffle(pool)
    found = list(dict.fromkeys([*alone, *pool]))
    return found[:WANTED]
