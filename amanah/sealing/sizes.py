"""How large sealed files that go with words may be: a few sizes, so that they tell little.

A file is filled up before it is sealed: to a power of two up to a megabyte, then to whole
megabytes. `js/sealing/sizes.js` does the filling; here it is only held to that.
"""

LEAST, STEP = 4 * 1024, 1024 * 1024
MOST_PLAIN = 10 * STEP
# age: a nonce, then pieces of 64 KiB with a tag each.
NONCE, PIECE, TAG = 16, 64 * 1024, 16
MOST_HEAD = 2048


def _plain() -> list[int]:
    sizes, size = [], LEAST
    while size < STEP:
        sizes.append(size)
        size *= 2
    return [*sizes, *range(STEP, MOST_PLAIN + 1, STEP)]


def _sealed(plain: int) -> int:
    return NONCE + plain + -(-plain // PIECE) * TAG


PAYLOADS = frozenset(_sealed(plain) for plain in _plain())
MOST_SEALED = MOST_HEAD + max(PAYLOADS)


def is_one(file: bytes) -> bool:
    """Whether what is sealed in an age file is of one of the sizes."""
    line = file.find(b"\n--- ", 0, MOST_HEAD)
    end = file.find(b"\n", line + 1)
    return 0 < line < end and len(file) - end - 1 in PAYLOADS
