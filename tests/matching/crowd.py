"""Fifty threads that say yes for the last place, on an SQLite file; what came of it, as JSON.

Run by test_races.py as a process of its own: the tests' own SQLite is in memory, which threads
cannot share. Every thread has its own connection, as in the server.
"""

import json
import os
import sys
from pathlib import Path


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amanah.config.settings")
    sys.path.insert(0, str(Path(__file__).parents[2]))
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from amanah.matching import services
    from amanah.matching.models import Request
    from amanah.mentoring.models import Mentorship
    from tests.factories import SPRING, CohortFactory
    from tests.factories.matching import RequestFactory, mentor_in
    from tests.matching.crowding import at_once

    cohort = CohortFactory(programme__mentees_may_ask=True)
    mentor = mentor_in(cohort).participant.person
    requests = [RequestFactory(cohort=cohort, mentor=mentor) for _n in range(50)]
    came = at_once(
        *(
            lambda request=request: services.accept_request(request, by=mentor, at=SPRING)
            for request in requests
        )
    )
    said = {
        "came": came,
        "mentorships": Mentorship.objects.count(),
        "states": sorted(Request.objects.values_list("state", flat=True)),
    }
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main()
