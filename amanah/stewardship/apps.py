from django.apps import AppConfig


class Stewardship(AppConfig):
    name = "amanah.stewardship"
    label = "stewardship"

    def ready(self) -> None:
        from amanah.stewardship import owed

        owed.declare()
