"""What follows when somebody has written, or has set the lock that a letter waits for."""

from datetime import datetime
from typing import Any

from amanah.conversation import notices, queries
from amanah.mentoring import queries as mentoring
from amanah.mentoring.models import Mentorship
from amanah.notifications import services as notifications


def tell_of_words(words: Any, at: datetime) -> None:
    """Tell the others that there is something new, once a day at most; not of changes to it.

    Whoever writes needs to hear no more of what they answer.
    """
    is_message = words.kind == queries.MESSAGE
    mentorship = queries.mentorship_in(words.room) if is_message else None
    if mentorship is None:
        return
    by = words.by
    for kind_of in (notices.WORDS, notices.LETTER):
        notifications.take_back(kind_of, about=mentorship.pk, person=by)
    if words.ref is not None:
        return
    day = mentorship.institution.day_of(at)
    for other in mentoring.others_in(mentorship, by):
        notifications.tell_instead(
            other.person,
            notices.WORDS,
            event=f"conversation.words:{mentorship.pk}:{other.person_id}:{day}",
            about=mentorship.pk,
            at=at,
        )


def tell_of_lock(person: Any, at: datetime) -> None:
    """Tell whoever kept a letter until this person has a lock that it can go."""
    for mentorship in mentoring.active_mentorships_for(person).select_related("room"):
        _tell_writers(mentorship, person, at=at)


def _tell_writers(mentorship: Mentorship, person: Any, *, at: datetime) -> None:
    for other in mentoring.others_in(mentorship, person):
        if queries.can_send_letter(mentorship, other.person):
            notifications.tell(
                other.person,
                notices.LETTER,
                event=f"conversation.letter:{mentorship.pk}:{other.person_id}",
                about=mentorship.pk,
                at=at,
            )
