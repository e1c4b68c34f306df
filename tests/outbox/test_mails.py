"""Every mail that leaves the house is declared, and its subject tells a bystander nothing."""

import re
from pathlib import Path

import pytest

from amanah.outbox import mails

PACKAGE = Path(__file__).resolve().parents[2] / "amanah"
TEMPLATES = sorted(
    str(path.relative_to(path.parents[2])) for path in PACKAGE.glob("*/templates/*/mail/*.txt")
)


def test_every_mail_template_is_declared_and_every_declared_mail_has_one():
    assert [mail.template for mail in mails.all_mails()] == TEMPLATES


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_subject_names_nothing_but_the_institution(template):
    path = next(PACKAGE.glob(f"*/templates/{template}"))
    subject = path.read_text().splitlines()[0]

    assert subject.startswith("{% load i18n %}")
    may_hold = mails.declared(template).in_subject
    assert set(re.findall(r"{{\s*([\w.]+)", subject)) <= may_hold
    assert set(re.findall(r"\bwith (\w+)=", subject)) <= may_hold


def test_only_what_is_written_for_many_has_a_subject_of_its_own():
    free = {mail.template for mail in mails.all_mails() if mail.in_subject != mails.IN_SUBJECT}

    assert free == {"programmes/mail/cohort-letter.txt"}


@pytest.mark.parametrize("mail", mails.all_mails(), ids=lambda mail: mail.template)
def test_a_subject_is_whole_in_every_language(mail, settings):
    for language, _name in settings.LANGUAGES:
        words = dict.fromkeys(mail.in_subject, "Words")
        text = mails.render(mail.template, language=language, context=words)

        assert 0 < len(text.subject) <= 100
        assert "\n" not in text.subject


def test_a_mail_is_declared_once():
    with pytest.raises(ValueError, match="declared twice"):
        mails.declare("outbox/mail/trouble.txt", to="whoever")
