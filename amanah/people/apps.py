from django.apps import AppConfig


class People(AppConfig):
    name = "amanah.people"
    label = "people"

    def ready(self) -> None:
        from amanah.people import owed

        owed.declare()
