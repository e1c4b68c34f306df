"""The house's letters, written into a page that must stand alone."""

import re
from base64 import b64encode
from pathlib import Path

STYLES = Path(__file__).parents[2] / "static" / "css" / "fonts.css"
FACE = re.compile(r"@font-face \{[^}]*\}")
SOURCE = re.compile(r'url\("([^"]+\.woff2)"\)')
RANGE = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?")


def faces(text: str) -> str:
    """The font faces that a text needs, each with its letters inside it."""
    letters = {ord(letter) for letter in text}
    return "\n".join(
        _inside(face)
        for face in FACE.findall(STYLES.read_text())
        if SOURCE.search(face) and _is_needed(face, letters)
    )


def _is_needed(face: str, letters: set[int]) -> bool:
    spans = [(int(low, 16), int(high or low, 16)) for low, high in RANGE.findall(face)]
    return any(low <= letter <= high for letter in letters for low, high in spans)


def _inside(face: str) -> str:
    def data(found: re.Match[str]) -> str:
        letters = b64encode((STYLES.parent / found[1]).read_bytes()).decode()
        return f'url("data:font/woff2;base64,{letters}")'

    return SOURCE.sub(data, face)
