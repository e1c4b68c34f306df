from django.apps import AppConfig


class Notifications(AppConfig):
    name = "amanah.notifications"
    label = "notifications"

    def ready(self) -> None:
        from amanah.notifications import owed
        from amanah.notifications.services import may_go
        from amanah.outbox import hooks

        owed.declare()
        hooks.may_send.append(may_go)
