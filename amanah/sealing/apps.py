from django.apps import AppConfig


class Sealing(AppConfig):
    name = "amanah.sealing"
    label = "sealing"

    def ready(self) -> None:
        from amanah.outbox import hooks as outbox
        from amanah.sealing import notices, owed

        owed.declare()
        outbox.may_send.append(notices.still_waiting)
