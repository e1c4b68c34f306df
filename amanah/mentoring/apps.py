from django.apps import AppConfig


class Mentoring(AppConfig):
    name = "amanah.mentoring"
    label = "mentoring"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from amanah.conflicts.services import hooks as wall
        from amanah.mentoring import known, notices, owed, running, services
        from amanah.mentoring.agreement import asked, clauses
        from amanah.outbox import hooks as outbox
        from amanah.people import services as people
        from amanah.programmes import services as programmes
        from amanah.sealing import services as sealing

        owed.declare()
        outbox.may_send.append(notices.still_asked)
        wall.pairs.append(running.pairs)
        people.hooks.left.append(services.end_mentorships)
        programmes.hooks.emptying.append(services.let_go)
        sealing.hooks.kind("hopes", is_shared=True, called=_("What we hope for"))
        sealing.hooks.kind("note", is_shared=False, called=_("Note to yourself"))
        for clause in clauses.WITH_WORDS.values():
            sealing.hooks.kind(clause.kind, is_shared=True, called=_("In the agreement"))
        sealing.hooks.facts.append(known.facts_of)
        sealing.hooks.fixed.append(asked.is_fixed)
