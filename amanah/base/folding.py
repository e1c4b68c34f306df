"""Looking for names without minding case and accents: *siobhan* finds *Siobhán*."""

import unicodedata
from typing import Any

from django.db.models import CharField, Func

ACCENTS = "\N{COMBINING GRAVE ACCENT}-\N{COMBINING LATIN SMALL LETTER X}"
# Letters that are not made of a plain one and an accent, though people type them so.
BARRED = "\u0142\u0141\u00f8\u00d8\u0111\u0110\u0127\u0126\u0131\u0167\u0166"
PLAIN = "lLoOdDhHitT"
SQLITE_NAME = "amanah_fold"


def fold(text: str | None) -> str | None:
    """A text in lower case, without the accents on its Latin, Greek and Cyrillic letters.

    Nor with the character of no width or sense that PostgreSQL takes in no text.
    """
    if text is None:
        return None
    text = text.replace("\x00", "")
    spread = unicodedata.normalize("NFKD", text.translate(str.maketrans(BARRED, PLAIN)))
    return "".join(one for one in spread if not "\u0300" <= one <= "\u036f").lower()


class Folded(Func):
    """The same, of a column."""

    arity = 1
    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function=SQLITE_NAME, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        # Accents go first: a database made with the locale C makes only plain letters small.
        spread = f"normalize(translate(%(expressions)s, '{BARRED}', '{PLAIN}'), NFKD)"
        template = f"lower(regexp_replace({spread}, '[{ACCENTS}]', '', 'g')) COLLATE \"C\""
        return self.as_sql(compiler, connection, template=template, **context)
