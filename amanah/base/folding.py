"""Looking for names without minding case and accents: *siobhan* finds *Siobhán*."""

import unicodedata
from typing import Any

from django.db.models import CharField, Func

ACCENTS = "\N{COMBINING GRAVE ACCENT}-\N{COMBINING LATIN SMALL LETTER X}"
SQLITE_NAME = "amanah_fold"


def fold(text: str | None) -> str | None:
    """A text in lower case, without the accents on its Latin, Greek and Cyrillic letters."""
    if text is None:
        return None
    spread = unicodedata.normalize("NFKD", text.lower())
    return "".join(one for one in spread if not "\u0300" <= one <= "\u036f")


class Folded(Func):
    """The same, of a column."""

    arity = 1
    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function=SQLITE_NAME, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = (
            f"regexp_replace(normalize(lower(%(expressions)s), NFKD), '[{ACCENTS}]', '', 'g')"
            ' COLLATE "C"'
        )
        return self.as_sql(compiler, connection, template=template, **context)
