from django.apps import AppConfig


class People(AppConfig):
    name = "amanah.people"
    label = "people"

    def ready(self) -> None:
        from amanah.outbox import hooks as outbox
        from amanah.people import notices, owed, services
        from amanah.shell import hooks as shell

        owed.declare()
        outbox.may_send.append(notices.still_reaches)
        outbox.may_send.append(notices.still_open)
        shell.chosen.append(services.keep_choice)
