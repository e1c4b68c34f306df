"""What is told about a row, in the reader's language: what is wrong, and what to do."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amanah.base.access import Text
from amanah.base.written import digits
from amanah.programmes.intake.rows import Told

PROBLEMS: dict[str, Text] = {
    "no_address": gettext_lazy("It is empty. Write the person's e-mail address."),
    "not_an_address": gettext_lazy("This is no e-mail address. Write it as name@example.org."),
    "no_name": gettext_lazy("It is empty. Write the person's name, as they write it."),
    "not_a_name": gettext_lazy("This cannot be a name. Write it with at least one letter."),
    "not_a_role": gettext_lazy("This is no role. Write mentor, mentee or both."),
    "no_number": gettext_lazy("It is empty. Write how many mentees they take, 0 for none."),
    "not_a_number": gettext_lazy("This is no whole number. Write one, such as 2."),
    "number_out_of_range": gettext_lazy("This number is out of range. Write 0 to 100."),
    "not_a_day": gettext_lazy("This is no day. Write it as 2027-03-01, or leave it empty."),
    "two_days": gettext_lazy("This could be two days. Write it as 2027-03-01."),
    "not_how_much": gettext_lazy("Write a lot, a bit or not at all, or leave it empty."),
    "too_long": gettext_lazy("This is too long. Make it shorter."),
    "item_too_long": gettext_lazy("One of these is too long. Separate them with semicolons."),
    "too_many": gettext_lazy("These are too many. Leave only those that matter most."),
    "not_an_option": gettext_lazy("This is none of the answers to choose from."),
    "not_a_step": gettext_lazy("This is no step of the scale. Write a whole number."),
    "closed": gettext_lazy("The account at this address is closed. Leave this row out."),
    "stopped": gettext_lazy(
        "The access of this person was ended. Leave this row out, or ask an admin to allow them "
        "again."
    ),
    "needs_own_address": gettext_lazy(
        "This person needs an address of their own. Write it, or leave this row out."
    ),
}
NOTES: dict[str, Text] = {
    "left_out": gettext_lazy("You left this row out."),
    "left": gettext_lazy("They have left, and stay away."),
    "speaks_for_themselves": gettext_lazy(
        "Takes part already, and says for themselves what they look for. The list changes nothing."
    ),
}
QUESTIONS: dict[str, Text] = {
    "shared": gettext_lazy("These are different people with one address. Whose is it?"),
    "twice": gettext_lazy(
        "This person is on the list twice, with different answers. Which counts?"
    ),
    "left": gettext_lazy("This person has left. Put them on the list again?"),
    "edited": gettext_lazy(
        "They have changed what an earlier list said, and this list says something else. "
        "What shall stand?"
    ),
}


def sentence(told: Told) -> str:
    """What a row is told."""
    code = told.get("code", "")
    if code == "crooked":
        return digits(
            _(
                "It has %(cells)d cells, and there are %(header)d columns. Leave this row out, or "
                "put text that holds the delimiter into quotation marks and upload the list again."
            )
            % told
        )
    if code == "same_as":
        return digits(_("It says the same as line %(line)d.") % told)
    if code == "out_shared":
        return digits(_("Left out: line %(line)d has this address.") % told)
    if code == "out_twice":
        return digits(_("Left out: line %(line)d counts.") % told)
    if told.get("ask") == "name":
        return _("Here this address is %(known)s's. Is it the same person?") % told
    known = PROBLEMS.get(code) or NOTES.get(code) or QUESTIONS.get(told.get("ask", ""))
    return str(known or code)
