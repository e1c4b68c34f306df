"""Coming in through SAML: a directory of our own, and every forgery of it that we know."""

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from lxml import etree

from amanah.config import sign_on
from amanah.people.connected import SignOn
from amanah.people.models import Person
from tests.factories import AffiliationFactory, InstitutionFactory, PersonFactory
from tests.sso.forging import FORGERIES, with_a_comment_in_the_subject
from tests.sso.idp import ENTITY, SSO, Asked, Directory, packed

pytestmark = pytest.mark.django_db
ACS = "/enter/with/hospital/acs/"


@pytest.fixture(scope="module")
def directory():
    return Directory.founded()


@pytest.fixture
def connected(settings, directory):
    def connect(**more):
        settings.SIGN_ONS = [
            SignOn(
                kind="saml",
                id="hospital",
                name="The Hospital",
                domains=("hospital.example",),
                entity_id=ENTITY,
                sso_url=SSO,
                certificate=directory.certificate.decode(),
                **more,
            )
        ]
        settings.SOCIALACCOUNT_PROVIDERS = sign_on.providers(settings.SIGN_ONS)

    connect()
    return connect


@pytest.fixture
def noor():
    return AffiliationFactory(person=PersonFactory(email="Noor@hospital.example")).person


@pytest.fixture
def asked(client, connected):
    """What the installation asks the directory when somebody begins."""
    return Asked.read(client.get("/enter/with/hospital/").url)


def hand_over(browser, response):
    """Bring the answer as a browser does: posted from elsewhere, then taken up with our cookies."""
    posted = browser.post(ACS, {"SAMLResponse": packed(response), "RelayState": ""})
    assert posted.url == f"{ACS}finish/"
    return browser.get(posted.url)


def is_in(browser):
    return browser.get("/today/").status_code == 200


def test_somebody_who_is_here_comes_in(client, directory, asked, noor, letters, now):
    response = hand_over(client, directory.answer(asked, at=now))

    assert response.url == "/today/"
    assert is_in(client)
    account = SocialAccount.objects.get(user=noor)
    assert (account.provider, account.uid) == ("hospital", "staff-4711")
    assert letters(noor.email)[0].subject == "The ways you sign in have changed"


def test_nothing_of_what_was_sent_is_kept_nor_when(client, directory, asked, noor, now):
    hand_over(client, directory.answer(asked, at=now))
    client.post("/leave/")
    again = Asked.read(client.get("/enter/with/hospital/").url)
    hand_over(client, directory.answer(again, at=now))

    assert is_in(client)
    account = SocialAccount.objects.get(user=noor)
    assert account.extra_data == {}
    assert account.last_login == account.date_joined
    assert not EmailAddress.objects.exists()


def test_a_new_address_at_the_directory_is_still_the_same_person(
    client, directory, asked, noor, now
):
    hand_over(client, directory.answer(asked, at=now))
    client.post("/leave/")
    again = Asked.read(client.get("/enter/with/hospital/").url)

    hand_over(client, directory.answer(again, at=now, email="married@hospital.example"))

    assert is_in(client)
    assert SocialAccount.objects.get().user == noor


def test_an_address_of_another_domain_is_not_theirs_to_vouch_for(client, directory, asked, now):
    PersonFactory(email="dean@university.example")

    response = hand_over(client, directory.answer(asked, at=now, email="dean@university.example"))

    assert response.status_code == 403
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_a_stranger_is_told_whom_to_ask(client, directory, asked, now):
    response = hand_over(client, directory.answer(asked, at=now))

    assert response.status_code == 403
    assert "Please ask your programme for an invitation." in response.content.decode()
    assert not Person.objects.exists()


def test_a_stranger_joins_where_the_operator_said_so(client, directory, connected, now):
    InstitutionFactory(slug="hospital-school")
    connected(creates_in="hospital-school")
    asked = Asked.read(client.get("/enter/with/hospital/").url)

    hand_over(client, directory.answer(asked, at=now, name="خدیجہ مختار"))

    assert is_in(client)
    person = Person.objects.get()
    assert person.name == "خدیجہ مختار"
    assert person.affiliations.get().institution.slug == "hospital-school"
    assert not person.has_usable_password()


def test_the_second_step_is_asked_for_here_too(client, directory, asked, noor, now):
    from amanah.people import codes
    from amanah.people.services import methods

    methods.turn_on_codes(noor, codes.new_secret(), by=noor, at=now)

    assert hand_over(client, directory.answer(asked, at=now)).url == "/enter/second/"
    assert not is_in(client)


def test_a_closed_account_stays_closed(client, directory, asked, noor, now):
    noor.is_active = False
    noor.save()

    assert hand_over(client, directory.answer(asked, at=now)).url == "/enter/closed/"
    assert not is_in(client)


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__)
def test_a_forged_answer_lets_nobody_in(client, directory, asked, noor, now, forge):
    response = hand_over(client, forge(directory, asked, now))

    assert response.status_code == 401
    assert "Signing in did not work" in response.content.decode()
    assert not is_in(client)
    assert not SocialAccount.objects.exists()

    # The same set-up, unforged, opens.
    again = Asked.read(client.get("/enter/with/hospital/").url)
    hand_over(client, directory.answer(again, at=now))
    assert is_in(client)


def test_a_comment_does_not_cut_a_name_short(client, directory, asked, noor, now):
    hand_over(client, directory.answer(asked, at=now))
    client.post("/leave/")
    again = Asked.read(client.get("/enter/with/hospital/").url)

    hand_over(client, with_a_comment_in_the_subject(directory, again, now))

    assert not is_in(client)


def test_an_answer_is_good_for_one_time(client, directory, asked, noor, now):
    answer = directory.answer(asked, at=now)
    hand_over(client, answer)
    assert is_in(client)
    client.post("/leave/")

    assert hand_over(client, answer).status_code == 401
    assert not is_in(client)


def test_an_answer_is_good_only_in_the_browser_that_asked(client, directory, asked, noor, now):
    thief = Client()
    answer = directory.answer(asked, at=now)

    assert hand_over(thief, answer).status_code == 401
    assert not is_in(thief)
    hand_over(client, answer)
    assert is_in(client)


@pytest.mark.parametrize(
    "answer", ["", "not base64!", "PHg+", "PHgvPg==", "PD94bWwgdmVyc2lvbj0iMS4wIj8+"]
)
def test_rubbish_is_refused(client, asked, answer):
    posted = client.post(ACS, {"SAMLResponse": answer})

    assert client.get(posted.url).status_code == 401


def test_too_much_is_not_even_read(client, connected):
    assert client.post(ACS, {"SAMLResponse": "x" * 600_000}).status_code == 413


def test_the_directory_can_read_about_us(client, connected):
    response = client.get("/enter/with/hospital/metadata/")

    assert response.status_code == 200
    metadata = etree.fromstring(response.content)
    assert metadata.get("entityID").endswith("/enter/with/hospital/metadata/")
    assert "SingleLogoutService" not in response.content.decode()


def test_a_sign_on_that_is_taken_away_loses_nothing(client, directory, asked, noor, now, settings):
    hand_over(client, directory.answer(asked, at=now))
    settings.SIGN_ONS, settings.SOCIALACCOUNT_PROVIDERS = [], {}

    assert is_in(client)
    assert client.get("/account/").status_code == 200
    assert client.get("/enter/with/hospital/").status_code == 404
    assert noor.affiliations.exists()
    assert "hospital" in client.get("/account/").content.decode()


def test_somebody_stops_coming_in_that_way(client, directory, asked, noor, now):
    hand_over(client, directory.answer(asked, at=now))
    account = SocialAccount.objects.get()

    response = client.post(f"/account/sign-on/{account.pk}/remove/")

    assert response.url == "/account/"
    assert not SocialAccount.objects.exists()
    assert noor.affiliations.exists()


def test_the_only_way_in_is_not_taken_away(client, directory, asked, noor, now):
    noor.set_unusable_password()
    noor.save()
    hand_over(client, directory.answer(asked, at=now))
    account = SocialAccount.objects.get()

    client.post(f"/account/sign-on/{account.pk}/remove/")

    assert SocialAccount.objects.exists()
    assert "Set a password first" in client.get("/account/").content.decode()


def test_the_sign_in_page_names_the_institution(client, connected):
    assert "Sign in with The Hospital" in client.get("/enter/").content.decode()
