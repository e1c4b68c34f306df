"""An institution's own sign-in, as the operator connected it in the settings."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SignOn:
    """One institution's own sign-in, as the operator connected it."""

    kind: str
    id: str
    name: str
    # Addresses in these domains, and no others, may come in through it.
    domains: tuple[str, ...]
    # Short name of the institution in which it makes people who are not here yet; empty: none.
    creates_in: str = ""
    # Short name of the institution whose sign-in it is: whom that one shuts out, it lets in no
    # more. Empty: the one in which it makes people, if any.
    institution: str = ""
    # OpenID Connect
    issuer: str = ""
    client_id: str = ""
    client_secret: str = ""
    # SAML
    entity_id: str = ""
    sso_url: str = ""
    certificate: str = ""
    email_attribute: str = ""
    name_attribute: str = ""

    @property
    def whose(self) -> str:
        """Short name of the institution whose sign-in it is; empty if the settings do not say."""
        return self.institution or self.creates_in

    @property
    def is_saml(self) -> bool:
        return self.kind == "saml"
