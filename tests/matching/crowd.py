"""Fifty threads that say yes for the last place, on an SQLite file; what came of it, as JSON.

To requests, or (called with `proposals`) to what was proposed.

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
    from amanah.matching.models import Proposal, Request
    from amanah.mentoring.models import Mentorship
    from tests.factories import CohortFactory
    from tests.matching.crowding import at_once, proposed_to, requested_of

    cohort = CohortFactory(programme__mentees_may_ask=True)
    is_proposed = sys.argv[1:] == ["proposals"]
    came = at_once(*(proposed_to if is_proposed else requested_of)(cohort, 50))
    asked = Proposal if is_proposed else Request
    said = {
        "came": came,
        "mentorships": Mentorship.objects.count(),
        "states": sorted(asked.objects.values_list("state", flat=True)),
    }
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main()
