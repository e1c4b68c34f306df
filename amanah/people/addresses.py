"""Reading addresses as people paste them: one a line, with a name beside it or without."""

import csv
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from amanah.people.names import is_a_name, tidy

MOST_AT_ONCE = 200
LONGEST_NAME = 200
BRACKETED = re.compile(r"^(?P<name>.*?)<(?P<email>[^<>]+)>$")


@dataclass(frozen=True)
class Invitee:
    """Somebody to invite, and the line on which they stand."""

    email: str
    name: str = ""
    line: int = 1


def read_invitees(text: str) -> list[Invitee]:
    """Everybody in a pasted list, each once.

    Lines may read ``a@b.org``, ``Name <a@b.org>``, ``Name, a@b.org`` or ``a@b.org; Name``.
    Raises `ValidationError` with one sentence for each line that cannot be read.
    """
    found: dict[str, Invitee] = {}
    problems = []
    lines = text.lstrip("\ufeff").splitlines()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            invitee = _read(line.strip(), number)
        except ValidationError as problem:
            problems.append(
                _("Line %(number)d: %(problem)s")
                % {"number": number, "problem": problem.messages[0]}
            )
        else:
            found.setdefault(invitee.email.lower(), invitee)
    if not found and not problems:
        problems.append(_("Write at least one e-mail address."))
    if len(found) > MOST_AT_ONCE:
        problems.append(
            _("That is more than %(most)d at once. Send them in parts.") % {"most": MOST_AT_ONCE}
        )
    if problems:
        raise ValidationError(problems)
    return list(found.values())


def _read(line: str, number: int) -> Invitee:
    bracketed = BRACKETED.match(line)
    if bracketed:
        email, name = bracketed["email"].strip(), bracketed["name"].strip().strip('"').strip(",;")
    else:
        email, name = _columns(line)
    try:
        validate_email(email)
    except ValidationError as problem:
        raise ValidationError(_("there is no e-mail address in it.")) from problem
    name = tidy(name)
    is_a_name(name)
    if len(name) > LONGEST_NAME:
        raise ValidationError(_("the name is too long."))
    return Invitee(email, name, number)


def _columns(line: str) -> tuple[str, str]:
    """The address and the name of a line whose columns are set apart by tab, semicolon or comma."""
    mark = next((mark for mark in "\t;," if mark in line), None)
    if mark is None:
        return line, ""
    cells = [cell.strip() for cell in next(csv.reader([line], delimiter=mark))]
    email = next((cell for cell in cells if "@" in cell), "")
    return email, " ".join(cell for cell in cells if cell and cell != email)
