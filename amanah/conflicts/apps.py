from django.apps import AppConfig


class Conflicts(AppConfig):
    name = "amanah.conflicts"
    label = "conflicts"

    def ready(self) -> None:
        from amanah.conflicts import owed

        owed.declare()
