"""The whole look: every file of a release, and some pages."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit

from amanah.operations.served import headers
from amanah.operations.served.line import AS_BROWSERS_ASK, AS_IT_IS, Answer, Line, NoAnswer
from amanah.operations.served.pages import Page
from amanah.operations.served.release import MANIFEST, Release

# Pages that everybody may fetch; the last three are a link that is not there, and no page at all.
OPEN = (
    "/", "/enter/", "/enter/closed/", "/forgotten/", "/forgotten/sent/", "/how-this-works/",
    "/join/0/", "/join/with/0/", "/no-such-page/",
)  # fmt: skip
OWN = ("/today/", "/profile/", "/account/", "/privacy/", "/notices/")
DOOR = "/enter/"
SEND_ON = {301, 302, 303, 307, 308}
STEPS = 4
KINDS = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".json": "application/json",
}
ACTIVE = {*KINDS.values(), "text/html", "application/xhtml+xml", "text/xml", "application/xml"}
NAMED = 5


class Level(StrEnum):
    """`other` is another release, or a changed one; `unseen` could not be looked at."""

    CHANGED = "changed"
    OTHER = "other"
    UNSEEN = "unseen"


@dataclass(frozen=True)
class Finding:
    level: Level
    code: str
    address: str
    sentence: str


@dataclass
class Look:
    """One look at one server, held against the release that it says it runs."""

    line: Line
    release: Release
    is_said: bool = True
    files: int = 0
    pages: int = 0
    different: dict[str, list[str]] = field(default_factory=dict)
    nonces: dict[str, str] = field(default_factory=dict)

    @property
    def is_https(self) -> bool:
        return self.line.address.scheme == "https"

    def at_files(self) -> Iterator[Finding]:
        """Each file in each form in which a browser gets it: a server keeps those apart."""
        for address, wanted in self.release.files.items():
            for encoding in (AS_BROWSERS_ASK, AS_IT_IS):
                yield from self._at_file(address, wanted, encoding)
            self.files += 1
        yield from self._others()

    def at_pages(self, paths: tuple[str, ...], *, own: bool = False) -> Iterator[Finding]:
        for path in paths:
            try:
                yield from self._at_page(path, own)
            except NoAnswer as cause:
                yield Finding(Level.UNSEEN, "no-answer", path, f"Not seen: {cause}.")

    def _at_file(self, address: str, wanted: str, encoding: str) -> Iterator[Finding]:
        try:
            came = self.line.get(address, encoding=encoding)
        except NoAnswer as cause:
            yield Finding(Level.UNSEEN, "no-answer", address, f"Not seen: {cause}.")
            return
        is_there = came.status == HTTPStatus.OK
        if is_there and hashlib.sha256(came.body).hexdigest() == wanted:
            yield from self._problems_of_file(address, came)
        elif self.is_said or (is_there and address in self.release.named_by_content):
            yield _differs(address, came, encoding)
        else:
            self.different.setdefault("differ" if is_there else "are not there", []).append(address)

    def _problems_of_file(self, address: str, came: Answer) -> Iterator[Finding]:
        for code, sentence in headers.problems(came, self.release, is_https=self.is_https):
            yield Finding(Level.CHANGED, code, address, sentence)
        if not _is_right_type(address, came.header("Content-Type")):
            said = f"It is sent as {came.header('Content-Type')[:100]!r}."
            yield Finding(Level.CHANGED, "type-changed", address, said)

    def _others(self) -> Iterator[Finding]:
        for how, addresses in self.different.items():
            names = sorted(set(addresses))
            more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
            yield Finding(
                Level.OTHER,
                "other-release",
                MANIFEST,
                f"It says that it runs other files than release {self.release.version}. Of those "
                f"that this release has, {len(names)} {how}: {', '.join(names[:NAMED])}{more}.",
            )

    def _at_page(self, path: str, own: bool) -> Iterator[Finding]:
        came, address, elsewhere = self._followed(path, own)
        if elsewhere:
            yield Finding(Level.CHANGED, "sent-elsewhere", path, f"It sends on to {elsewhere!r}.")
            return
        if own and urlsplit(address).path == DOOR:
            said = "Not seen: it asks to sign in. The session is over, or the file is wrong."
            yield Finding(Level.UNSEEN, "signed-out", path, said)
            return
        if came.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            yield Finding(Level.UNSEEN, "no-answer", path, f"Not seen: it answers {came.status}.")
            return
        if came.header("Content-Type").partition(";")[0].strip().lower() == "application/json":
            yield Finding(Level.UNSEEN, "no-page", path, "Not seen: it is data and no page.")
            return
        self.pages += 1
        for code, sentence in self._problems_of_page(path, came, address):
            yield Finding(Level.CHANGED, code, path, sentence)

    def _problems_of_page(self, path: str, came: Answer, address: str) -> Iterator[tuple[str, str]]:
        yield from headers.problems(came, self.release, is_https=self.is_https)
        if "no-store" not in came.header("Cache-Control"):
            yield "header-changed", "The header Cache-Control does not say no-store."
        if (nonce := headers.nonce(came)) and self.nonces.setdefault(nonce, path) != path:
            yield "nonce-again", f"Its nonce is that of {self.nonces[nonce]}."
        if came.header("Content-Type").replace(" ", "").lower() != "text/html;charset=utf-8":
            yield "type-changed", f"It is sent as {came.header('Content-Type')[:100]!r}."
            return
        try:
            page = Page(came.body.decode(), address)
        except UnicodeDecodeError:
            yield "page-unreadable", "It is not UTF-8."
            return
        yield from page.problems()
        for file, is_ours in page.files():
            if is_ours and self.is_said and file not in self.release.files:
                yield "file-added", f"It loads {file[:200]}, which the release has not."

    def _followed(self, path: str, own: bool) -> tuple[Answer, str, str]:
        """The page at which a path ends on this server; or where else it would send us."""
        address = urljoin(self.line.origin, path)
        for _step in range(STEPS):
            parts = urlsplit(address)
            asked = parts.path + (f"?{parts.query}" if parts.query else "")
            came = self.line.get(asked, with_cookie=own)
            if came.status not in SEND_ON:
                return came, address, ""
            address = urljoin(address, came.header("Location"))
            if not address.startswith(f"{self.line.origin}/"):
                return came, address, address[:200]
        raise NoAnswer("it sends on and on")


def begin(line: Line, releases: list[Release]) -> Look:
    """Choose the release that the server says it runs; the first where it says another."""
    said = hashlib.sha256(line.get(MANIFEST, encoding=AS_IT_IS).body).hexdigest()
    for release in releases:
        if release.manifest == said:
            return Look(line, release)
    return Look(line, releases[0], is_said=False)


def _differs(address: str, came: Answer, encoding: str) -> Finding:
    packed = " when it is sent packed" if encoding == AS_BROWSERS_ASK else ""
    if came.status != HTTPStatus.OK:
        said = f"The release has it; the server answers {came.status}{packed}."
        return Finding(Level.CHANGED, "file-missing", address, said)
    said = f"It is not what was published{packed}: its SHA-256 is {_short(came.body)}…"
    return Finding(Level.CHANGED, "file-changed", address, said)


def _short(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:16]


def _is_right_type(address: str, said: str) -> bool:
    """Whether the browser takes it for what it is; nothing else may pass for a page or a script."""
    kind, _, more = said.lower().replace(" ", "").replace('"', "").partition(";")
    wanted = KINDS.get(PurePosixPath(address).suffix)
    is_right = kind == wanted if wanted else kind not in ACTIVE
    return is_right and more in {"", "charset=utf-8"}
