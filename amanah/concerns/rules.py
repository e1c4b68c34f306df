"""Who may come to a concern: its author, and those whom they chose. Nobody by their role alone."""

from datetime import datetime
from typing import Any

from amanah.base.access import ONLY_YOU, YOU_AND_A_NAMED_PERSON, Rule
from amanah.concerns import queries
from amanah.institutions import queries as institutions


def _is_or_was_in(person: Any, mentorship: Any) -> bool:
    return bool(mentorship.memberships.filter(person=person).exists())


def _is_author(person: Any, concern: Any) -> bool:
    return bool(concern.by_id == person.pk)


def _is_chosen(person: Any, concern: Any, *, at: datetime) -> bool:
    return queries.concerns_sent_to(person, at=at).filter(pk=concern.pk).exists()


def _is_lead(person: Any, *about: Any, at: datetime) -> bool:
    return institutions.institutions_with(person, queries.LEAD, at=at).exists()


can_show = Rule((ONLY_YOU,), _is_or_was_in)
is_author = Rule((YOU_AND_A_NAMED_PERSON,), _is_author)
is_chosen = Rule((YOU_AND_A_NAMED_PERSON,), _is_chosen)
is_lead = Rule((ONLY_YOU,), _is_lead)
