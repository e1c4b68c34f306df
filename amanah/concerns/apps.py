from django.apps import AppConfig


class Concerns(AppConfig):
    name = "amanah.concerns"
    label = "concerns"

    def ready(self) -> None:
        from amanah.concerns import owed, queries, services
        from amanah.sealing import services as sealing

        owed.declare()
        for kind in ("concern", "disclosure", "concern-answer", "file-note"):
            sealing.hooks.kind(kind, is_shared=True)
        sealing.hooks.fixed.append(queries.is_of_concern)
        sealing.hooks.known.append(queries.known_leads)
        sealing.hooks.withheld.append(queries.rooms_withheld)
        sealing.hooks.not_taken.append(queries.rooms_by_role)
        sealing.hooks.written.append(services.tell_of_words)
