from django.apps import AppConfig


class Matching(AppConfig):
    name = "amanah.matching"
    label = "matching"

    def ready(self) -> None:
        from amanah.matching import owed, owed_of_runs, services
        from amanah.people import services as people
        from amanah.programmes import services as programmes

        owed.declare()
        owed_of_runs.declare()
        people.hooks.left.append(services.end_requests)
        people.hooks.left.append(services.end_proposals)
        people.hooks.taken_over.append(services.take_proposals_over)
        # Runs before the people in them.
        programmes.hooks.emptying.append(owed_of_runs.let_go)
        programmes.hooks.emptying.append(services.let_go)
        programmes.hooks.emptying.append(services.let_go_of_proposals)
