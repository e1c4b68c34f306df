from django.apps import AppConfig


class People(AppConfig):
    name = "amanah.people"
    label = "people"

    def ready(self) -> None:
        from amanah.outbox import hooks
        from amanah.people import notices, owed

        owed.declare()
        hooks.may_send.append(notices.still_reaches)
        hooks.may_send.append(notices.still_open)
