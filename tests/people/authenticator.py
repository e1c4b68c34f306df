"""A passkey in Python, for what no browser would do."""

import json
import os
import struct

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode

UP, UV, AT = 1, 4, 64


class Device:
    """Makes one passkey and answers with it; each thing it says can be said differently."""

    def __init__(self, origin="https://testserver", rp="testserver"):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(16)
        self.origin, self.rp = origin, rp
        self.handle = None

    @classmethod
    def lost(cls):
        """The public half of a passkey that nobody holds."""
        return json.loads(cls().register('{"challenge": "AAAA", "user": {"id": "AAAA"}}'))

    def register(self, options, *, prf=None, **differently):
        """The browser's answer to `create`, as our script writes it out."""
        asked = json.loads(options)
        self.handle = asked["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + cbor.encode(public)
        data = self.data(UP | UV | AT, **differently) + attested
        statement = {"fmt": "none", "attStmt": {}, "authData": data}
        return self.written(
            "webauthn.create",
            asked,
            {"attestationObject": websafe_encode(cbor.encode(statement))},
            extensions={} if prf is None else {"prf": prf},
            **differently,
        )

    def answer(self, options, *, flags=UP | UV, **differently):
        """The browser's answer to `get`."""
        asked = json.loads(options)
        data = self.data(flags, **differently)
        client = self.client("webauthn.get", asked, **differently)
        signature = self.key.sign(data + sha256(client), ec.ECDSA(hashes.SHA256()))
        return self.written(
            "webauthn.get",
            asked,
            {
                "authenticatorData": websafe_encode(data),
                "signature": websafe_encode(differently.get("signature", signature)),
                "userHandle": differently.get("handle", self.handle),
            },
            **differently,
        )

    def data(self, flags, *, rp=None, **_rest):
        return sha256((rp or self.rp).encode()) + bytes([flags]) + struct.pack(">I", 0)

    def client(self, kind, asked, *, origin=None, challenge=None, **_rest):
        return json.dumps(
            {
                "type": kind,
                "challenge": challenge or asked["challenge"],
                "origin": origin or self.origin,
            }
        ).encode()

    def written(self, kind, asked, response, *, extensions=None, **differently):
        client = self.client(kind, asked, **differently)
        return json.dumps(
            {
                "id": websafe_encode(self.id),
                "rawId": websafe_encode(self.id),
                "type": "public-key",
                "response": {"clientDataJSON": websafe_encode(client), **response},
                "clientExtensionResults": extensions or {},
            }
        )
