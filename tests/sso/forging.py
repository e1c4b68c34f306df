"""Answers of a directory as a forger would change them: every way that we know."""

import copy
from datetime import timedelta

from lxml import etree

from tests.sso.idp import NS, Directory


def unsigned(directory, asked, now):
    response = directory.answer(asked, at=now)
    signature = response.find(".//ds:Signature", NS)
    signature.getparent().remove(signature)
    return response


def signed_by_another(directory, asked, now):
    return Directory.founded().answer(asked, at=now)


def with_another_subject(directory, asked, now):
    response = directory.answer(asked, at=now)
    response.find(".//saml:NameID", NS).text = "staff-1"
    return response


def with_another_address(directory, asked, now):
    response = directory.answer(asked, at=now, email="else@hospital.example")
    response.find(".//saml:AttributeValue", NS).text = "noor@hospital.example"
    return response


def expired(directory, asked, now):
    return directory.answer(asked, at=now - timedelta(hours=1))


def not_yet_valid(directory, asked, now):
    return directory.answer(asked, at=now + timedelta(hours=1))


def for_another_audience(directory, asked, now):
    return directory.answer(asked, at=now, audience="https://elsewhere.example/metadata")


def for_another_destination(directory, asked, now):
    return directory.answer(asked, at=now, destination="https://elsewhere.example/acs/")


def for_another_recipient(directory, asked, now):
    return directory.answer(asked, at=now, recipient="https://elsewhere.example/acs/")


def of_another_issuer(directory, asked, now):
    return directory.answer(asked, at=now, issuer="https://elsewhere.example/metadata")


def never_asked_for(directory, asked, now):
    return directory.answer(asked, at=now, in_reply_to="ONELOGIN_0000")


def said_by_itself(directory, asked, now):
    """The directory speaks without having been asked."""
    response = directory.answer(asked, at=now)
    bare = copy.deepcopy(response)
    for element in bare.iter():
        element.attrib.pop("InResponseTo", None)
    signature = bare.find(".//ds:Signature", NS)
    signature.getparent().remove(signature)
    return directory.sign(bare)


def wrapped_beside(directory, asked, now):
    """A forged assertion first, the signed one behind it (XSW3)."""
    response = directory.answer(asked, at=now, subject="staff-1", email="x@hospital.example")
    signed = response.find("saml:Assertion", NS)
    response.insert(response.index(signed), forged_from(signed))
    return response


def wrapped_inside(directory, asked, now):
    """The signed assertion inside a forged one (XSW4)."""
    response = directory.answer(asked, at=now, subject="staff-1", email="x@hospital.example")
    signed = response.find("saml:Assertion", NS)
    forged = forged_from(signed)
    response.replace(signed, forged)
    forged.append(signed)
    return response


def wrapped_in_the_signature(directory, asked, now):
    """The signed assertion hidden in the signature's object, a forged one in its place (XSW8)."""
    response = directory.answer(asked, at=now, subject="staff-1", email="x@hospital.example")
    signed = response.find("saml:Assertion", NS)
    signature = signed.find("ds:Signature", NS)
    forged = forged_from(signed)
    response.replace(signed, forged)
    moved = copy.deepcopy(signature)
    forged.insert(1, moved)
    hidden = etree.SubElement(moved, f"{{{NS['ds']}}}Object")
    original = copy.deepcopy(signed)
    original.remove(original.find("ds:Signature", NS))
    hidden.append(original)
    return response


def wrapped_with_the_same_id(directory, asked, now):
    """A forged assertion that bears the id of the signed one."""
    response = directory.answer(asked, at=now, subject="staff-1", email="x@hospital.example")
    signed = response.find("saml:Assertion", NS)
    forged = forged_from(signed)
    forged.set("ID", signed.get("ID"))
    response.insert(response.index(signed), forged)
    return response


def with_a_comment_in_the_subject(directory, asked, now):
    """A comment cuts the name for parsers that read only the first piece of text."""
    response = directory.answer(
        asked, at=now, subject="staff-4711.evil", email="noor@hospital.example.evil.example"
    )
    name = response.find(".//saml:NameID", NS)
    name.text = "staff-4711"
    comment = etree.Comment("")
    comment.tail = ".evil"
    name.insert(0, comment)
    return response


def forged_from(signed):
    forged = copy.deepcopy(signed)
    forged.remove(forged.find("ds:Signature", NS))
    forged.set("ID", "forged")
    forged.find(".//saml:NameID", NS).text = "staff-4711"
    forged.find(".//saml:AttributeValue", NS).text = "noor@hospital.example"
    return forged


FORGERIES = [
    unsigned,
    signed_by_another,
    with_another_subject,
    with_another_address,
    expired,
    not_yet_valid,
    for_another_audience,
    for_another_destination,
    for_another_recipient,
    of_another_issuer,
    never_asked_for,
    said_by_itself,
    wrapped_beside,
    wrapped_inside,
    wrapped_in_the_signature,
    wrapped_with_the_same_id,
]
