from django.apps import AppConfig


class Programmes(AppConfig):
    name = "amanah.programmes"
    label = "programmes"

    def ready(self) -> None:
        from amanah.notifications import services as notifications
        from amanah.people import services as people
        from amanah.programmes import notices, owed, services

        owed.declare()
        notifications.hooks.away_until.append(notices.away_until)
        people.hooks.taken_over.append(services.take_list_over)
        people.hooks.left.append(services.end_parts)
        people.hooks.before_leaving.append(services.say_who_is_left)
