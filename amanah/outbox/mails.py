"""The registry of mails: every mail that leaves the house, and what may be in it.

Each app declares its mails in its `notices.py`. A template that is not declared cannot be
written, nor can a value that its declaration does not name.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.template import Context, Template, engines
from django.utils import translation
from django.utils.module_loading import autodiscover_modules

# What every mail may name. A subject may name nothing else: it is read on locked screens.
ALWAYS = frozenset({"base_url", "institution"})
IN_SUBJECT = frozenset({"institution"})


@dataclass(frozen=True)
class Mail:
    """One kind of mail."""

    template: str
    to: str
    may_hold: frozenset[str]
    can_be_stopped: bool = False
    in_subject: frozenset[str] = IN_SUBJECT


@dataclass(frozen=True)
class Text:
    """A mail as its reader gets it."""

    subject: str
    body: str


_mails: dict[str, Mail] = {}


def declare(
    template: str,
    *,
    to: str,
    may_hold: tuple[str, ...] = (),
    can_be_stopped: bool = False,
    in_subject: tuple[str, ...] = (),
) -> Mail:
    """Say that a mail exists: to whom it goes, and the values that may be in its text.

    `in_subject` names what its subject may hold beside the institution: only what somebody wrote
    to be read by many.
    """
    if template in _mails:
        raise ValueError(f"{template} is declared twice")
    mail = Mail(template, to, ALWAYS | set(may_hold), can_be_stopped, IN_SUBJECT | set(in_subject))
    return _mails.setdefault(template, mail)


def declared(template: str) -> Mail:
    discover()
    if template not in _mails:
        raise ValueError(f"{template} is not declared in the notices.py of its app")
    return _mails[template]


def all_mails() -> list[Mail]:
    """Every kind of mail, by template."""
    discover()
    return sorted(_mails.values(), key=lambda mail: mail.template)


@cache
def discover() -> None:
    """Load the notices of every app, the first time."""
    autodiscover_modules("notices")


def render(template: str, *, language: str, context: dict[str, Any]) -> Text:
    """Render a mail in its reader's language. The first line of a template is its subject.

    Text mail is not HTML, so nothing is escaped. The subject is given the institution, what its
    declaration names for it, and no other value, whatever its template asks for.
    """
    mail = declared(template)
    unexpected = set(context) - mail.may_hold
    if unexpected:
        raise ValueError(f"{template} may not hold {', '.join(sorted(unexpected))}")
    subject, body = _parts(template)
    everything = {"base_url": settings.BASE_URL, "institution": "", **context}
    with translation.override(language):
        return Text(
            " ".join(_fill(subject, {name: everything[name] for name in mail.in_subject}).split()),
            _fill(body, everything).strip() + "\n",
        )


@cache
def _parts(template: str) -> tuple[Template, Template]:
    django: Any = engines["django"]
    subject, _, body = django.get_template(template).template.source.partition("\n")
    load = "{% load i18n %}"
    return django.from_string(load + subject).template, django.from_string(load + body).template


def _fill(template: Template, values: dict[str, Any]) -> str:
    return template.render(Context(values, autoescape=False))
