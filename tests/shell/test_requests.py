import pytest
from django.http import HttpResponse

from amanah.shell.requests import client_address, know_the_client

PROXY, CLIENT, FORGED = "10.0.0.1", "203.0.113.9", "198.51.100.1"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "", PROXY),
        (0, CLIENT, PROXY),
        (1, CLIENT, CLIENT),
        (1, f"{FORGED}, {CLIENT}", CLIENT),
        (1, "", PROXY),
        (2, f"{FORGED}, {CLIENT}, 10.0.0.2", CLIENT),
        (2, f"{CLIENT}", CLIENT),
        (1, f"{CLIENT}:51234", CLIENT),
        (1, "[2001:db8::1]:51234", "2001:db8::1"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "unknown", PROXY),
        (1, "a<script>", PROXY),
    ],
)
def test_the_client_is_as_far_away_as_proxies_are_trusted(proxies, forwarded, address):
    assert client_address(PROXY, forwarded, proxies) == address


def test_views_see_the_trusted_address_and_no_forwarding_header(rf, settings):
    settings.TRUSTED_PROXIES = 1
    request = rf.get("/", REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=f"{FORGED}, {CLIENT}")

    know_the_client(lambda request: HttpResponse())(request)

    assert request.META["REMOTE_ADDR"] == CLIENT
    assert "HTTP_X_FORWARDED_FOR" not in request.META
