"""Lists for tests: rows of name, address and stage."""

import csv
import io
from uuid import UUID

from amanah.programmes.intake.review import Facts, review
from amanah.programmes.intake.rows import Row, read_row
from amanah.programmes.models import Participant

ONE, TWO = UUID(int=1), UUID(int=2)
HINA = ("Hina Baig", "hina@example.org", "Year 1")
BILAL = ("Bilal Aslam", "bilal@example.org", "Year 5")
HEADER = ("Name", "E-mail", "Stage")
COLUMNS = {"Name": "name", "E-mail": "email", "Stage": "stage"}


def judged(rows, *, facts=None, answers=None, left_out=(), role="mentee"):
    """The verdicts on some rows, which begin on line 2."""
    header = HEADER[: len(rows[0])]
    read = []
    for line, cells in enumerate(rows, 2):
        row = Row(line, list(cells), (answers or {}).get(line, {}), line in left_out)
        read.append((row, read_row(row, header, COLUMNS, role=role, asked={})))
    return review(read, facts or Facts())


def codes(found):
    """Verdict and what is told, of each row."""
    return [(one.verdict, [told.get("ask") or told["code"] for told in one.told]) for one in found]


def as_csv(*rows, header=HEADER):
    text = io.StringIO(newline="")
    csv.writer(text).writerows((header, *rows))
    return text.getvalue().encode()


def people():
    """Who is in a cohort: name, whether as a mentee, places as a mentor."""
    return sorted(Participant.objects.values_list("person__name", "as_mentee", "places"))
