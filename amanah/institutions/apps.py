from django.apps import AppConfig


class Institutions(AppConfig):
    name = "amanah.institutions"
    label = "institutions"

    def ready(self) -> None:
        from amanah.institutions import owed

        owed.declare()
