"""Coming in through OpenID Connect, against a provider that is not ours, in its own process."""

import re
import subprocess
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client

from amanah.config import sign_on
from amanah.people.connected import SignOn
from tests import node
from tests.factories import AffiliationFactory, PersonFactory
from tests.ports import free_port

ROOT = node.ROOT
BACK = "/enter/with/uni/callback/"

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def provider():
    environ = node.surroundings()
    subprocess.run([ROOT / "tools/install-npm", "tests/sso"], check=True, env=environ)
    port = free_port()
    process = subprocess.Popen(
        ["node", "provider.mjs", str(port), f"http://testserver{BACK}"],
        cwd=ROOT / "tests/sso",
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said = []
    for line in process.stdout:
        said.append(line)
        if line.strip() == "ready":
            break
    assert process.poll() is None, "".join(said)
    yield f"http://localhost:{port}"
    process.terminate()
    process.wait(60)
    process.stdout.close()


@pytest.fixture(autouse=True)
def connected(settings, provider):
    settings.SIGN_ONS = [
        SignOn(
            kind="oidc",
            id="uni",
            name="The University",
            domains=("university.example",),
            issuer=provider,
            client_id="amanah",
            client_secret="a-secret-for-tests-only",
        )
    ]
    settings.SOCIALACCOUNT_PROVIDERS = sign_on.providers(settings.SIGN_ONS)


@pytest.fixture
def noor():
    return AffiliationFactory(person=PersonFactory(email="noor@university.example")).person


def vouched_for(browser, address, **start):
    """Go through the provider's own pages as this address; the address it sends back to."""
    began = browser.get("/enter/with/uni/", start)
    assert began.status_code == 302
    assert parse_qs(urlsplit(began.url).query)["code_challenge_method"] == ["S256"]
    with requests.Session() as there:
        page = there.get(began.url)
        page = there.post(form_of(page), {"prompt": "login", "login": address, "password": "any"})
        answer = there.post(form_of(page), {"prompt": "consent"}, allow_redirects=False)
        while not answer.headers["Location"].startswith("http://testserver"):
            answer = there.get(answer.headers["Location"], allow_redirects=False)
    return answer.headers["Location"].removeprefix("http://testserver")


def form_of(page):
    return re.search(r'<form[^>]*action="([^"]+)"', page.text)[1]


def is_in(browser):
    return browser.get("/today/").status_code == 200


def test_somebody_who_is_here_comes_in(client, noor):
    response = client.get(vouched_for(client, noor.email, next="/account/"))

    assert response.url == "/account/"
    assert is_in(client)
    account = SocialAccount.objects.get(user=noor)
    assert (account.provider, account.extra_data) == ("uni", {})
    assert account.last_login == account.date_joined
    assert not SocialToken.objects.exists()


def test_they_come_in_again(client, noor):
    client.get(vouched_for(client, noor.email))
    client.post("/leave/")

    client.get(vouched_for(client, noor.email))

    assert is_in(client)
    assert SocialAccount.objects.count() == 1


@pytest.mark.parametrize("address", ["unverified@university.example", "noor@elsewhere.example"])
def test_only_checked_addresses_of_its_own_domains_count(client, noor, address):
    PersonFactory(email=address)

    assert client.get(vouched_for(client, address)).status_code == 403
    assert not is_in(client)
    assert not SocialAccount.objects.exists()

    client.get(vouched_for(client, noor.email))
    assert is_in(client)


def test_an_answer_is_good_for_one_time(client, noor):
    answer = vouched_for(client, noor.email)
    client.get(answer)
    client.post("/leave/")

    assert client.get(answer).status_code == 401
    assert not is_in(client)


def test_an_answer_is_good_only_in_the_browser_that_asked(client, noor):
    answer = vouched_for(client, noor.email)
    thief = Client()

    assert thief.get(answer).status_code == 401
    assert not is_in(thief)
    client.get(answer)
    assert is_in(client)


@pytest.mark.parametrize("change", [{"state": "made-up"}, {"code": "made-up"}, {"code": ""}])
def test_an_altered_answer_is_refused(client, noor, change):
    path, _mark, query = vouched_for(client, noor.email).partition("?")
    values = {name: value[0] for name, value in parse_qs(query).items()}

    response = client.get(f"{path}?{urlencode({**values, **change})}")

    assert response.status_code == 401
    assert not is_in(client)


def test_somebody_may_change_their_mind(client, noor):
    began = client.get("/enter/with/uni/")
    state = parse_qs(urlsplit(began.url).query)["state"][0]

    response = client.get(BACK, {"error": "access_denied", "state": state})

    assert response.status_code == 401
    assert "Signing in did not work" in response.content.decode()


def test_when_the_provider_is_away_the_page_says_so(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = (
        f"http://localhost:{free_port()}"
    )

    assert client.get("/enter/with/uni/").status_code == 502
