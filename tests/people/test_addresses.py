import pytest
from django.core.exceptions import ValidationError

from amanah.people.addresses import MOST_AT_ONCE, Invitee, read_invitees


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("niamh@example.org", ""),
        ("Niamh O'Brien <niamh@example.org>", "Niamh O'Brien"),
        ('"O\'Brien, Niamh" <niamh@example.org>', "O'Brien, Niamh"),
        ("Niamh O'Brien, niamh@example.org", "Niamh O'Brien"),
        ("niamh@example.org; Niamh O'Brien", "Niamh O'Brien"),
        ("Niamh\tO'Brien\tniamh@example.org", "Niamh O'Brien"),
        ('niamh@example.org,"O\'Brien, Niamh"', "O'Brien, Niamh"),
        ("  niamh@example.org  ", ""),
        ("\ufeffniamh@example.org", ""),
        ("خدیجہ مختار <niamh@example.org>", "خدیجہ مختار"),
    ],
)
def test_an_address_is_read_however_it_is_pasted(line, name):
    assert read_invitees(line) == [Invitee("niamh@example.org", name, 1)]


def test_lines_keep_their_numbers_and_an_address_counts_once():
    text = "a@example.org\r\n\r\nB <b@example.org>\r\nA@EXAMPLE.ORG\r\n"

    assert read_invitees(text) == [
        Invitee("a@example.org", "", 1),
        Invitee("b@example.org", "B", 3),
    ]


def test_every_line_that_cannot_be_read_is_named():
    with pytest.raises(ValidationError) as refusal:
        read_invitees("a@example.org\nnobody\nX <x@>\n12345 <y@example.org>")

    assert refusal.value.messages == [
        "Line 2: there is no e-mail address in it.",
        "Line 3: there is no e-mail address in it.",
        "Line 4: Please write it with at least one letter.",
    ]


def test_nobody_is_not_a_list():
    with pytest.raises(ValidationError, match="at least one"):
        read_invitees(" \n \n")


def test_a_long_list_is_sent_in_parts():
    lines = [f"p{n}@example.org" for n in range(MOST_AT_ONCE + 1)]

    assert len(read_invitees("\n".join(lines[:-1]))) == MOST_AT_ONCE
    with pytest.raises(ValidationError, match="in parts"):
        read_invitees("\n".join(lines))
