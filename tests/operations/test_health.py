"""What a monitor is told. See test_serve.py for a real server in trouble."""

from datetime import timedelta

import pytest
from django.urls import reverse

from amanah.base.models import Worker
from amanah.outbox import services
from amanah.outbox.models import Letter
from amanah.outbox.queries import LATE_AFTER

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("waits", [LATE_AFTER - timedelta(minutes=1), LATE_AFTER * 2], ids=str)
def test_letters_that_do_not_get_out_are_told_of_while_pages_go_on(client, now, waits):
    Worker.objects.create(place="here", began_at=now, beat_at=now)
    to = services.Stranger("operator@example.org")
    services.write("outbox/mail/trouble.txt", to=to, event="bench:1", at=now, findings=[])
    Letter.objects.update(written_at=now - waits)

    answer = client.get(reverse("operations:healthz"))

    late = {"late": ["mail"]} if waits > LATE_AFTER else {}
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", **late})
