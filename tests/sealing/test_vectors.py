"""The formats of what is sealed are those of the protocol, as another language understands it."""

import hashlib
import json
from pathlib import Path

import pyrage
import pytest
from cryptography.exceptions import InvalidTag

from tests.sealing import formats
from tests.sealing.formats import b64, unb64

VECTORS = json.loads(Path("tests/js/sealing/vectors.json").read_text())
MESSAGE = VECTORS["message"].encode()
AMINA, BILAL = VECTORS["people"]["amina"], VECTORS["people"]["bilal"]
OWN, ROOM, CHAIN = VECTORS["own"], VECTORS["room"], VECTORS["chain"]
SECRET = {"v": 1, "person": AMINA["person"], "generation": 1, "identity": AMINA["identity"]}
BUCKETS = [256 * 2**power for power in range(10)]


@pytest.mark.parametrize("person", [AMINA, BILAL], ids=["amina", "bilal"])
def test_a_recipient_is_the_public_half_of_an_identity(person):
    recipient = pyrage.x25519.Identity.from_str(person["identity"]).to_public()

    assert str(recipient) == person["recipient"]
    assert formats.public(person["identity"]) == formats.raw(person["recipient"])


@pytest.mark.parametrize("person", [AMINA, BILAL], ids=["amina", "bilal"])
def test_a_safety_number_is_the_first_66_bits_in_twenty_digits(person):
    slow = hashlib.pbkdf2_hmac(
        "sha256", person["recipient"].encode(), b"amanah/person-number/v1", 2**20
    )
    digits = f"{int.from_bytes(slow) >> (256 - 66):020d}"

    assert person["number"].split(" ") == [digits[at : at + 4] for at in range(0, 20, 4)]


def test_a_lock_opens_by_its_phrase_and_by_its_passkey():
    phrase, passkey = OWN["phrase"], OWN["passkey"]
    by_phrase = formats.opened(unb64(phrase["blob"]), formats.by_phrase(phrase["phrase"]))
    prf = unb64(passkey["prf"])

    assert json.loads(by_phrase) == SECRET
    assert by_phrase == formats.opened(unb64(passkey["blob"]), formats.by_passkey(prf))
    assert len(by_phrase) == 256


def test_what_is_sealed_to_oneself_opens_with_keys_derived_from_the_identity():
    note = formats.opened(unb64(OWN["note"]["file"]), formats.by_oneself(AMINA["identity"]))
    key = formats.derived(formats.raw(AMINA["identity"]), "amanah/self/v1/mac")

    assert note == OWN["note"]["text"].encode().ljust(256)
    assert b64(formats.mac(key, MESSAGE)) == OWN["mac"]


def test_pins_are_bound_to_a_person_a_generation_and_a_number():
    pins = {name: value for name, value in OWN["pins"].items() if name != "blob"}
    told, file = [unb64(line) for line in unb64(OWN["pins"]["blob"]).decode().split("\n")]
    digest = b64(hashlib.sha256(file).digest())
    said = f"amanah/pins/v1\n{AMINA['person']}\n1\n3\n{digest}"
    key = formats.derived(formats.raw(AMINA["identity"]), "amanah/self/v1/mac")

    assert told == formats.mac(key, said.encode())
    assert json.loads(formats.opened(file, formats.by_oneself(AMINA["identity"]))) == pins


@pytest.mark.parametrize("pair", VECTORS["pairs"], ids=lambda pair: " ".join(pair.values())[:30])
def test_what_one_says_to_another_bears_a_tag_of_its_purpose_and_direction(pair):
    one, other = VECTORS["people"][pair["from"]], VECTORS["people"][pair["to"]]
    salt = one["recipient"] + other["recipient"]
    sent = formats.pair_key(one["identity"], other["recipient"], pair["purpose"], salt=salt)
    got = formats.pair_key(other["identity"], one["recipient"], pair["purpose"], salt=salt)

    assert sent == got
    assert b64(formats.mac(sent, MESSAGE)) == pair["mac"]


def test_a_history_is_a_chain_of_hashes():
    head = hashlib.sha256(f"amanah/chain/v1\n{CHAIN['room']}".encode()).digest()
    heads = [b64(head)]
    for sha in CHAIN["shas"]:
        head = hashlib.sha256(head + unb64(sha)).digest()
        heads.append(b64(head))

    assert heads == CHAIN["heads"]
    assert len(heads) == 4


def test_a_grant_is_one_statement_under_a_tag_of_its_pair_and_a_file_for_one():
    grant, words = ROOM["grant"], ROOM["words"]
    file = unb64(grant["file"])
    members = dict(sorted((one["person"], one["recipient"]) for one in (AMINA, BILAL)))
    statement = {
        "v": 1,
        "suite": "x25519/1",
        "room": words["room"],
        "epoch": 1,
        "from": AMINA["recipient"],
        "to": BILAL["recipient"],
        "by": AMINA["person"],
        "members": members,
        "from_n": 1,
        "head": CHAIN["heads"][0],
        "file": b64(hashlib.sha256(file).digest()),
    }
    salt = AMINA["recipient"] + BILAL["recipient"]
    key = formats.pair_key(BILAL["identity"], AMINA["recipient"], "grant", salt=salt)
    plain = formats.opened(file, formats.by_identity(BILAL["identity"]))

    assert grant["statement"] == json.dumps(statement, separators=(",", ":"))
    assert b64(formats.mac(key, grant["statement"].encode())) == grant["mac"]
    assert json.loads(plain) == {"v": 1, "room": words["room"], "epoch": 1, "key": ROOM["key"]}
    assert len(plain) in BUCKETS


def test_an_envelope_is_a_tag_of_the_room_one_for_each_member_and_the_words():
    words, envelope = ROOM["words"], ROOM["envelope"]
    text = json.dumps(words, separators=(",", ":"), ensure_ascii=False).encode()
    info = "amanah/envelope/v1/1"
    room = formats.derived(formats.raw(ROOM["key"]), info, words["room"].encode())
    tags = [formats.mac(room, text)]
    for member in sorted((AMINA, BILAL), key=lambda member: member["person"]):
        salt = AMINA["recipient"] + member["recipient"]
        key = formats.pair_key(AMINA["identity"], member["recipient"], "words", salt=salt)
        tags.append(formats.mac(key, text))
    first, *others = [b64(tag).rstrip("=").encode() for tag in tags]
    whole = first + b"\n" + b" ".join(others) + b"\n" + text
    size = min(bucket for bucket in BUCKETS if bucket >= len(whole))

    plain = formats.opened(unb64(envelope["file"]), formats.by_identity(ROOM["key"]))

    assert plain == whole.ljust(size)
    assert plain.decode() == envelope["plain"]
    assert b64(hashlib.sha256(unb64(envelope["file"])).digest()) == envelope["sha256"]


def test_a_file_that_was_changed_does_not_open_here_either():
    file = bytearray(unb64(ROOM["envelope"]["file"]))
    file[-1] ^= 1
    opens = formats.by_identity(ROOM["key"])

    with pytest.raises(InvalidTag):
        formats.opened(bytes(file), opens)
