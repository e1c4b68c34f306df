"""Signing in through an institution (OpenID Connect, SAML), from the settings.

One of each by AMANAH_OIDC_… and AMANAH_SAML_…; any number by AMANAH_SIGN_ON, a JSON list, or
AMANAH_SIGN_ON_FILE, which names a file with one. See docs/how-to/connect-single-sign-on.md.
"""

import json
import re
from dataclasses import fields
from typing import Any
from urllib.parse import urlsplit

from amanah.config import env
from amanah.config.env import BadSetting
from amanah.people.connected import SignOn

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
NAME_ID = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"
EMAIL = (
    "urn:oid:0.9.2342.19200300.100.1.3",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
    "mail",
    "email",
)
NAME = (
    "urn:oid:2.16.840.1.113730.3.1.241",
    "urn:oid:2.5.4.3",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name",
    "displayName",
    "cn",
)


NEEDED = {
    "oidc": ("issuer", "client_id", "client_secret"),
    "saml": ("entity_id", "sso_url", "certificate"),
}
ATTRIBUTES = {"oidc": (), "saml": ("email_attribute", "name_attribute")}


def read() -> list[SignOn]:
    """Every sign-on that the settings name, checked."""
    found = [_checked(entry, "AMANAH_SIGN_ON") for entry in _listed()]
    if env.text("AMANAH_OIDC_ISSUER"):
        found.append(_checked(_from_variables("oidc"), "AMANAH_OIDC"))
    if env.text("AMANAH_SAML_ENTITY_ID"):
        found.append(_checked(_from_variables("saml"), "AMANAH_SAML"))
    ids = [each.id for each in found]
    if len(set(ids)) != len(ids):
        raise BadSetting("AMANAH_SIGN_ON names the same id twice; give each its own.")
    return found


def providers(sign_ons: list[SignOn]) -> dict[str, Any]:
    """What allauth wants to know of them."""
    return {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [_oidc(each) for each in sign_ons if not each.is_saml],
        },
        "saml": {"APPS": [_saml(each) for each in sign_ons if each.is_saml]},
    }


def _listed() -> list[dict[str, Any]]:
    text = env.text("AMANAH_SIGN_ON")
    if not text:
        return []
    try:
        entries = json.loads(text)
    except ValueError as cause:
        raise BadSetting(
            f"AMANAH_SIGN_ON is not JSON ({cause}). Give a list of objects."
        ) from cause
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise BadSetting("AMANAH_SIGN_ON must be a JSON list of objects.")
    return entries


def _from_variables(kind: str) -> dict[str, Any]:
    prefix = f"AMANAH_{kind.upper()}_"
    names = ("name", "creates_in", "institution", *NEEDED[kind], *ATTRIBUTES[kind])
    entry: dict[str, Any] = {name: env.text(prefix + name.upper()) for name in names}
    entry["domains"] = env.words(f"{prefix}DOMAINS")
    return {**entry, "kind": kind, "id": env.text(f"{prefix}ID", kind)}


def _checked(entry: dict[str, Any], setting: str) -> SignOn:
    known = {field.name for field in fields(SignOn)}
    if unknown := sorted(set(entry) - known):
        raise BadSetting(f"{setting} does not know {', '.join(unknown)}.")
    kind = entry.get("kind")
    if kind not in NEEDED:
        raise BadSetting(f"{setting} needs a kind: oidc or saml.")
    entry = {"name": "", "id": "", **entry, "domains": tuple(entry.get("domains", ()))}
    if missing := [
        name for name in ("id", "name", "domains", *NEEDED[kind]) if not entry.get(name)
    ]:
        raise BadSetting(
            f"{setting} lacks {', '.join(missing)}. Domains are those whose addresses this "
            "institution may vouch for, such as uni.example."
        )
    if not re.fullmatch(r"[a-z0-9-]{1,40}", entry["id"]):
        raise BadSetting(f"{setting} has the id {entry['id']!r}; use a-z, 0-9 and hyphens.")
    _must_be_private(entry["issuer" if kind == "oidc" else "sso_url"], setting)
    domains = tuple(domain.lower().lstrip("@") for domain in entry["domains"])
    return SignOn(**{**entry, "domains": domains})


def _must_be_private(url: str, setting: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise BadSetting(f"{setting} names {url}, which is not https. Give an https address.")


def _oidc(sign_on: SignOn) -> dict[str, Any]:
    return {
        "provider_id": sign_on.id,
        "name": sign_on.name,
        "client_id": sign_on.client_id,
        "secret": sign_on.client_secret,
        "settings": {"server_url": sign_on.issuer.rstrip("/")},
    }


def _saml(sign_on: SignOn) -> dict[str, Any]:
    return {
        "provider_id": sign_on.id,
        "name": sign_on.name,
        # allauth finds a SAML provider by this.
        "client_id": sign_on.id,
        "settings": {
            "idp": {
                "entity_id": sign_on.entity_id,
                "sso_url": sign_on.sso_url,
                "x509cert": sign_on.certificate,
            },
            "attribute_mapping": {
                "uid": ["urn:oasis:names:tc:SAML:attribute:subject-id"],
                "email": [sign_on.email_attribute] if sign_on.email_attribute else list(EMAIL),
                "name": [sign_on.name_attribute] if sign_on.name_attribute else list(NAME),
            },
            "advanced": {
                "strict": True,
                "want_assertion_signed": True,
                "want_name_id": True,
                "want_attribute_statement": False,
                "allow_single_label_domains": True,
                "reject_deprecated_algorithm": True,
                "reject_idp_initiated_sso": True,
                "name_id_format": NAME_ID,
            },
        },
    }
