import json

import pytest

from amanah.config import sign_on
from amanah.config.env import BadSetting

OIDC = {
    "AMANAH_OIDC_ISSUER": "https://login.uni.example",
    "AMANAH_OIDC_CLIENT_ID": "amanah",
    "AMANAH_OIDC_CLIENT_SECRET": "secret",
    "AMANAH_OIDC_NAME": "the University",
    "AMANAH_OIDC_DOMAINS": "Uni.example, students.uni.example",
}
SAML = {
    "kind": "saml",
    "id": "hospital",
    "name": "the Hospital",
    "domains": ["hospital.example"],
    "entity_id": "https://idp.hospital.example/metadata",
    "sso_url": "https://idp.hospital.example/sso",
    "certificate": "MII",
}


@pytest.fixture
def environ(monkeypatch):
    def use(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return use


def test_without_settings_there_is_none():
    assert sign_on.read() == []


def test_one_by_variables(environ):
    environ(**OIDC)

    (found,) = sign_on.read()

    assert (found.kind, found.id, found.name) == ("oidc", "oidc", "the University")
    assert found.domains == ("uni.example", "students.uni.example")
    assert sign_on.providers([found])["openid_connect"]["OAUTH_PKCE_ENABLED"]


def test_several_by_a_file(environ, tmp_path):
    path = tmp_path / "sign-on.json"
    path.write_text(json.dumps([SAML, {**SAML, "id": "clinic"}]))
    environ(AMANAH_SIGN_ON_FILE=str(path), **OIDC)

    assert [each.id for each in sign_on.read()] == ["hospital", "clinic", "oidc"]


def test_assertions_must_be_signed(environ):
    environ(AMANAH_SIGN_ON=json.dumps([SAML]))

    (app,) = sign_on.providers(sign_on.read())["saml"]["APPS"]

    assert app["settings"]["advanced"]["strict"]
    assert app["settings"]["advanced"]["want_assertion_signed"]
    assert app["settings"]["advanced"]["reject_idp_initiated_sso"]


BAD = {
    "not JSON": ("{", "is not JSON"),
    "not a list": ("{}", "must be a JSON list"),
    "no kind": (json.dumps([{**SAML, "kind": "ldap"}]), "needs a kind"),
    "no domains": (json.dumps([{**SAML, "domains": []}]), "lacks domains"),
    "no certificate": (json.dumps([{**SAML, "certificate": ""}]), "lacks certificate"),
    "an unknown word": (json.dumps([{**SAML, "colour": "green"}]), "does not know colour"),
    "a strange id": (json.dumps([{**SAML, "id": "../x"}]), "a-z, 0-9"),
    "not https": (json.dumps([{**SAML, "sso_url": "http://idp.example"}]), "not https"),
    "twice": (json.dumps([SAML, SAML]), "the same id twice"),
}


@pytest.mark.parametrize(("text", "sentence"), BAD.values(), ids=BAD)
def test_a_bad_setting_names_itself_and_the_remedy(environ, text, sentence):
    environ(AMANAH_SIGN_ON=text)

    with pytest.raises(BadSetting, match=sentence):
        sign_on.read()
