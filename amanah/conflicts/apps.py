from django.apps import AppConfig


class Conflicts(AppConfig):
    name = "amanah.conflicts"
    label = "conflicts"

    def ready(self) -> None:
        from amanah.conflicts import owed, services
        from amanah.people.services import hooks

        owed.declare()
        hooks.taken_over.append(services.take_ties_over)
        hooks.department_changed.append(services.look_at_department)
