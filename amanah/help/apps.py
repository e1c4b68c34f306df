from django.apps import AppConfig


class Help(AppConfig):
    name = "amanah.help"
    label = "help"

    def ready(self) -> None:
        from amanah.help import owed

        owed.declare()
