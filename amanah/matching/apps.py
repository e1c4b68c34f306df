from django.apps import AppConfig


class Matching(AppConfig):
    name = "amanah.matching"
    label = "matching"

    def ready(self) -> None:
        from amanah.matching import owed, services
        from amanah.people import services as people
        from amanah.programmes import services as programmes

        owed.declare()
        people.hooks.left.append(services.end_requests)
        people.hooks.left.append(services.end_proposals)
        people.hooks.taken_over.append(services.take_proposals_over)
        programmes.hooks.emptying.append(services.let_go)
        programmes.hooks.emptying.append(services.let_go_of_proposals)
