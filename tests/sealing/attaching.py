"""Bringing files that go with words, as clients do."""

import uuid
from pathlib import Path

from amanah.sealing import services, sizes
from tests.factories import SPRING
from tests.sealing import making

BYTES = "application/octet-stream"


def stored(store):
    return sorted(path.name for path in Path(store).glob("*"))


def a_file(plain=sizes.LEAST, **other):
    """A sealed file of one of the sizes, in which so many bytes are."""
    [payload] = [one for one in sizes.PAYLOADS if 0 < one - plain <= 16 + 16 * (plain // 65536 + 1)]
    file = making.sealed(**other)
    return file + bytes(payload - len(file) + file.rindex(b"\n", 0, -32) + 1)


def address(room, pk, mid):
    return f"/rooms/{room.pk}/attachments/?name={pk}&mid={mid}"


def post(client, room, content, *, pk=None, mid=None, content_type=BYTES, **how):
    where = address(room, pk or uuid.uuid4(), mid or uuid.uuid4())
    return client.post(where, content, content_type=content_type, **how)


def brought(room, *, by, at=SPRING, mid=None, content=None):
    content = content or a_file()
    one = services.Brought(pk=uuid.uuid4(), mid=mid or uuid.uuid4(), content=content)
    return services.bring(room, one, by=by, at=at)[0]


def sent(room, *, by, at=SPRING):
    """Words with an attachment."""
    attachment = brought(room, by=by, at=at)
    words = making.post(room, by=by, at=at, mid=attachment.mid, attachments=(attachment.pk,))
    return words, attachment
