"""What a page would have the browser load or run.

The templates of a release escape what they did not write, so that each "<" of a page begins a tag.
A page in which one does not is refused rather than guessed at: a browser may read it otherwise.
"""

import html
import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

NAME = r"[a-zA-Z][a-zA-Z0-9:._-]*"
ATTRIBUTE = r"""\s+([^\s"'<>/=]+)(?:=("[^"<]*"|'[^'<]*'|[^\s"'<>=`]+))?"""
TAG = re.compile(rf"<(/?)({NAME})((?:{ATTRIBUTE})*)\s*/?>|<!doctype html>", re.IGNORECASE)
EACH = re.compile(ATTRIBUTE)
# What no page of a release has: places for other people's pages, and markup that is read otherwise.
NEVER = {
    "applet", "base", "embed", "fencedframe", "foreignobject", "frame", "frameset", "iframe",
    "math", "noembed", "noframes", "noscript", "object", "plaintext", "portal", "style", "xmp",
    "animate", "set", "animatetransform", "animatemotion",
}  # fmt: skip
FOREIGN = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
ADDRESSES = {
    "action", "background", "cite", "data", "formaction", "href", "manifest", "ping", "poster",
    "src", "xlink:href",
}  # fmt: skip
DATA = {"application/json"}
# Ours, and of no event: <sealed-field once>.
NO_HANDLERS = {"once"}
OUTWARD = {"http", "https", "mailto", "tel"}
Problem = tuple[str, str]


class Page:
    """The tags of one page, and what is wrong with them."""

    def __init__(self, text: str, address: str) -> None:
        self.address = address
        self.origin = _origin(address)
        self.is_readable = len(TAG.findall(text)) == text.count("<")
        self.tags = [
            (found[2].lower(), _attributes(found[3]))
            for found in TAG.finditer(text)
            if found[2] and not found[1]
        ]

    def problems(self) -> Iterator[Problem]:
        """A code and a sentence for each thing that no page of a release does."""
        if not self.is_readable:
            yield "page-unreadable", "It is not written as the pages of a release are."
        for name, attributes in self.tags:
            if name in NEVER:
                yield "element-added", f"There is an element <{name}>, which no page has."
            is_data = attributes.get("type", "").lower() in DATA
            if name == "script" and "src" not in attributes and not is_data:
                yield "script-inline", "There is a script in the page itself."
            if name == "meta" and "http-equiv" in attributes:
                yield "element-added", "There is a <meta http-equiv>, which no page has."
            for attribute, value in attributes.items():
                yield from self._problems_of(name, attribute, value)

    def _problems_of(self, name: str, attribute: str, value: str) -> Iterator[Problem]:
        if attribute.startswith(("on", "hx-on")) and attribute not in NO_HANDLERS:
            yield "script-inline", f"There is a script in the attribute {attribute} of <{name}>."
        if attribute.startswith("hx-") and value.strip().lower().startswith(("js:", "javascript:")):
            yield "script-inline", f"There is a script in the attribute {attribute} of <{name}>."
        if attribute in {"style", "srcdoc", "shadowrootmode"}:
            yield "style-inline", f"There is an attribute {attribute} in <{name}>."
        for address in _addresses(attribute, value):
            if not self._may_name(name, attribute, address):
                told = f"<{name} {attribute}> names {address[:100]!r}"
                yield "origin-foreign", f"{told}, which is not of this server."

    def _may_name(self, name: str, attribute: str, address: str) -> bool:
        whole = urljoin(self.address, address)
        if name in {"a", "area"} and attribute == "href":
            return urlsplit(whole).scheme in OUTWARD
        return _origin(whole) == self.origin

    def files(self) -> Iterator[tuple[str, bool]]:
        """What it loads, by path; and whether that must be a file of the release."""
        for name, attributes in self.tags:
            loads = {
                "script": attributes.get("src"),
                "link": attributes.get("href"),
                "img": attributes.get("src"),
                "source": attributes.get("src"),
                "use": (attributes.get("href") or "").partition("#")[0],
            }.get(name)
            whole = urljoin(self.address, loads) if loads else ""
            if _origin(whole) == self.origin:
                path = urlsplit(whole).path
                yield path, name in {"script", "link"} or path.startswith("/static/")


def _attributes(text: str) -> dict[str, str]:
    """The first of a name counts, as in a browser."""
    found: dict[str, str] = {}
    for name, value in EACH.findall(text):
        plain = value[1:-1] if value[:1] in {'"', "'"} else value
        found.setdefault(name.lower(), html.unescape(plain))
    return found


def _addresses(attribute: str, value: str) -> Iterator[str]:
    # A browser leaves these out of an address, wherever they stand in it.
    value = re.sub(r"[\t\n\r]", "", value).strip()
    if attribute in ADDRESSES:
        yield value.replace("\\", "/")
    elif attribute in {"srcset", "imagesrcset"}:
        yield from (part.split()[0] for part in value.split(",") if part.strip())
    # A nonce is random, and begins with two slashes once in four thousand pages.
    elif attribute.startswith("hx-") and attribute != "hx-nonce" and FOREIGN.match(value):
        yield value


def _origin(address: str) -> str:
    try:
        parts = urlsplit(address)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    except ValueError:
        return "?"
    return f"{parts.scheme}://{parts.hostname}:{port}" if parts.hostname else f"{parts.scheme}:?"
