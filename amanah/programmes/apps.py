from django.apps import AppConfig


class Programmes(AppConfig):
    name = "amanah.programmes"
    label = "programmes"

    def ready(self) -> None:
        from amanah.programmes import owed

        owed.declare()
