"""An institution's directory that speaks SAML: it signs what it says, or misbehaves on request."""

import base64
import uuid
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from lxml import etree

ENTITY = "https://idp.hospital.example/metadata"
SSO = "https://idp.hospital.example/sso"
NS = {
    "samlp": "urn:oasis:names:tc:SAML:2.0:protocol",
    "saml": "urn:oasis:names:tc:SAML:2.0:assertion",
    "ds": "http://www.w3.org/2000/09/xmldsig#",
}
TEMPLATE = """\
<samlp:Response xmlns:samlp="{samlp}" xmlns:saml="{saml}" ID="{response_id}" Version="2.0"
 IssueInstant="{now}" Destination="{destination}" InResponseTo="{in_reply_to}">
<saml:Issuer>{issuer}</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
<saml:Assertion ID="{assertion_id}" Version="2.0" IssueInstant="{now}">
<saml:Issuer>{issuer}</saml:Issuer>
<saml:Subject>
<saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">{subject}</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
<saml:SubjectConfirmationData NotOnOrAfter="{until}" Recipient="{recipient}"
 InResponseTo="{in_reply_to}"/>
</saml:SubjectConfirmation>
</saml:Subject>
<saml:Conditions NotBefore="{since}" NotOnOrAfter="{until}">
<saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction>
</saml:Conditions>
<saml:AuthnStatement AuthnInstant="{now}" SessionIndex="{assertion_id}">
<saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml:AuthnContextClassRef></saml:AuthnContext>
</saml:AuthnStatement>
<saml:AttributeStatement>
<saml:Attribute Name="mail"><saml:AttributeValue>{email}</saml:AttributeValue></saml:Attribute>
<saml:Attribute Name="displayName">
<saml:AttributeValue>{name}</saml:AttributeValue></saml:Attribute>
</saml:AttributeStatement>
</saml:Assertion>
</samlp:Response>
"""


@dataclass
class Directory:
    """The key and certificate of one directory."""

    key: bytes = b""
    certificate: bytes = b""

    @classmethod
    def founded(cls):
        key = rsa.generate_private_key(65537, 2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.hospital.example")])
        begin = datetime(2026, 1, 1, tzinfo=UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(begin)
            .not_valid_after(begin + timedelta(days=3650))
            .sign(key, hashes.SHA256())
        )
        pem = serialization.Encoding.PEM
        private = key.private_bytes(
            pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return cls(private, certificate.public_bytes(pem))

    def answer(self, asked, *, at, **differently):
        """A signed answer to a request, as an XML tree. Anything may be said differently."""
        says = Says(asked, at)
        return self.sign(says.tree(**differently))

    def sign(self, response):
        """Sign the assertion in place, with this directory's key."""
        assertion = response.find("saml:Assertion", NS)
        signature = xmlsec.template.create(
            assertion, xmlsec.Transform.EXCL_C14N, xmlsec.Transform.RSA_SHA256, ns="ds"
        )
        assertion.insert(1, signature)
        reference = xmlsec.template.add_reference(
            signature, xmlsec.Transform.SHA256, uri=f"#{assertion.get('ID')}"
        )
        xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
        xmlsec.template.add_transform(reference, xmlsec.Transform.EXCL_C14N)
        xmlsec.tree.add_ids(response, ["ID"])
        context = xmlsec.SignatureContext()
        context.key = xmlsec.Key.from_memory(self.key, xmlsec.KeyFormat.PEM)
        context.sign(signature)
        return response


@dataclass
class Says:
    """What an answer says when nothing is wrong with it."""

    asked: "Asked"
    at: datetime
    ids: dict = field(default_factory=lambda: {"r": f"r{uuid.uuid4().hex}", "a": uuid.uuid4().hex})

    def tree(self, **differently):
        until = self.at + timedelta(minutes=5)
        values = {
            "response_id": self.ids["r"],
            "assertion_id": f"a{self.ids['a']}",
            "issuer": ENTITY,
            "subject": "staff-4711",
            "email": "noor@hospital.example",
            "name": "Noor Rahman",
            "in_reply_to": self.asked.id,
            "destination": self.asked.acs,
            "recipient": self.asked.acs,
            "audience": self.asked.issuer,
            "now": stamp(self.at),
            "since": stamp(self.at - timedelta(minutes=1)),
            "until": stamp(until),
            "samlp": NS["samlp"],
            "saml": NS["saml"],
            **differently,
        }
        text = TEMPLATE.format(**values)
        return etree.fromstring(text.replace("\n ", " ").replace("\n", "").encode())


@dataclass(frozen=True)
class Asked:
    """What the installation asked for, read from the address that it sent a browser to."""

    id: str
    acs: str
    issuer: str

    @classmethod
    def read(cls, url):
        parts = urlsplit(url)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == SSO
        [packed] = parse_qs(parts.query)["SAMLRequest"]
        request = etree.fromstring(zlib.decompress(base64.b64decode(packed), -15))
        return cls(
            request.get("ID"),
            request.get("AssertionConsumerServiceURL"),
            request.findtext("saml:Issuer", namespaces=NS),
        )


def stamp(moment):
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def packed(response):
    return base64.b64encode(etree.tostring(response)).decode()
