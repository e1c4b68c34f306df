from django.apps import AppConfig


class Programmes(AppConfig):
    name = "amanah.programmes"
    label = "programmes"

    def ready(self) -> None:
        from amanah.people import services as people
        from amanah.programmes import owed, services

        owed.declare()
        people.hooks.taken_over.append(services.take_list_over)
