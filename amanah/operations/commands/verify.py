"""Check from outside that a server sends what a release published. Anybody can, from anywhere.

It fetches every script, worker, stylesheet, font and picture of the release, packed and unpacked,
and compares each with what this Amanah would serve, or with lists that a release published
(--release). It looks at the pages that everybody may open: what they load, that no script or style
stands in them, and that their policy and headers are the release's.

  amanah verify https://amanah.example.org
  amanah verify https://amanah.example.org --session cookie.txt   also at the pages sent to you
  amanah verify --write release.json                              the list of this release

The file of --session holds the value of your cookie amanah_session, and must be readable by you
alone. It goes to that server only, and over TLS. Exit code: 0 the same, 1 something was changed, 3
another release, or not all could be seen. See docs/how-to/check-what-a-server-sends.md.
"""

import argparse
import json
import os
import tempfile
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from amanah.operations.stop import DONE, PROBLEMS, REFUSED, USAGE, Stop

SUMMARY = "Check from outside that a server sends what a release published."
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
CANNOT = (
    "A look is of one moment. A page sent to one person only, at another moment, is not in it.",
    "A server can tell who asks by address or habit, and be honest with this machine alone.",
    "The texts of pages are not compared: a false sentence, or a form that asks too much, is not "
    "seen.",
    "Nobody sees from here what a server does with what it is sent.",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", nargs="?", metavar="URL", help="the server, such as https://…")
    parser.add_argument(
        "--release", type=Path, action="append", metavar="FILE",
        help="compare with this published list, not with this Amanah; may be given again",
    )  # fmt: skip
    parser.add_argument("--session", type=Path, metavar="FILE", help="look at your own pages, too")
    parser.add_argument(
        "--pages", type=Path, metavar="FILE", help="look at these paths, too: one a line"
    )
    parser.add_argument("--json", action="store_true", help="for machines: one object")
    parser.add_argument(
        "--write", type=Path, metavar="FILE", help="write the list of this release, and ask nobody"
    )


def run(options: argparse.Namespace) -> int:
    from amanah.operations.served.line import Line

    if bool(options.write) == bool(options.url):
        raise Stop("name a server, or a file for the list: --write FILE.", USAGE)
    if options.write:
        options.write.write_text(_of_this_package().text())
        print(f"The list of this release is in {options.write}.")
        return DONE
    line = Line(_address(options.url), cookie=_cookie(options.session, options.url))
    pages = _paths(options.pages)
    releases = _releases(options.release)
    try:
        return _look(line, releases, pages, options)
    finally:
        line.close()


def _look(line: Any, releases: list, pages: tuple, options: argparse.Namespace) -> int:
    from amanah.operations.served import looking
    from amanah.operations.served.line import NoAnswer

    try:
        look = looking.begin(line, releases)
    except NoAnswer as cause:
        raise Stop(f"{line.origin} could not be looked at: {cause}.") from cause
    found = [*look.at_files(), *look.at_pages(looking.OPEN)]
    if line.cookie:
        found += look.at_pages((*looking.OWN, *pages), own=True)
    else:
        found += look.at_pages(pages)
    print(_for_machines(look, found) if options.json else _for_people(look, found))
    levels = {one.level for one in found}
    if looking.Level.CHANGED in levels:
        return PROBLEMS
    return REFUSED if levels or not look.is_said else DONE


def _for_people(look: Any, found: list) -> str:
    said = [f"{one.level:<8} {one.address}\n{'':9}{one.sentence}" for one in found]
    counts = Counter(one.level for one in found)
    looked = f"{look.files} files and {look.pages} pages of {look.line.origin}"
    if counts["changed"]:
        said.append(f"{looked}: {counts['changed']} things are not what was published.")
    elif counts["other"] or not look.is_said:
        said.append(
            f"{looked}: it runs another release than {look.release.version}, or a changed one. Ask "
            "which, fetch the list of that release, and look again with --release."
        )
    elif counts["unseen"]:
        said.append(f"{looked}: as published, but {counts['unseen']} could not be seen.")
    else:
        said.append(f"{looked}: all as published in release {look.release.version}.")
    return "\n".join([*said, "", "What this cannot see:", *(f"- {one}" for one in CANNOT)])


def _for_machines(look: Any, found: list) -> str:
    told = {
        "server": look.line.origin,
        "release": look.release.version,
        "is_this_release": look.is_said,
        "files": look.files,
        "pages": look.pages,
        "findings": [asdict(one) for one in found],
        "cannot_see": CANNOT,
    }
    return json.dumps(told, indent=1)


def _releases(paths: list[Path] | None) -> list:
    from amanah.operations.served import release

    try:
        return [release.read(path) for path in paths] if paths else [_of_this_package()]
    except release.BadList as cause:
        raise Stop(str(cause), USAGE) from cause


def _of_this_package() -> Any:
    """Made in a home of its own, so that no installation is needed and none is touched."""
    with tempfile.TemporaryDirectory(prefix="amanah-verify-") as home:
        for name in [name for name in os.environ if name.startswith("AMANAH_")]:
            del os.environ[name]
        os.environ["AMANAH_HOME"] = home
        import django

        django.setup()
        from amanah.operations.served import release

        return release.installed()


def _address(url: str) -> str:
    try:
        parts = urlsplit(url)
        is_whole = parts.scheme in {"http", "https"} and bool(parts.hostname and parts.port != 0)
    except ValueError:
        is_whole = False
    if not is_whole or parts.username or parts.path.strip("/") or parts.query:
        raise Stop(f"{url} is not the address of a server, such as https://example.org.", USAGE)
    return f"{parts.scheme}://{parts.netloc}"


def _cookie(path: Path | None, url: str) -> str:
    if path is None:
        return ""
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise Stop("a session is sent over https alone.", USAGE)
    value = _read(path).strip()
    if path.stat().st_mode & 0o077:
        raise Stop(f"others can read {path}; first: chmod 600 {path}", USAGE)
    if not value or not value.isascii() or not value.isprintable() or set(value) & set(' ;,\\"'):
        raise Stop(f"{path} must hold the value of the cookie amanah_session and no more.", USAGE)
    return f"amanah_session={value.removeprefix('amanah_session=')}"


def _paths(path: Path | None) -> tuple[str, ...]:
    lines = [line.strip() for line in _read(path).splitlines()] if path else []
    paths = tuple(line for line in lines if line)
    if not all(line.startswith("/") and line.isascii() and line.isprintable() for line in paths):
        raise Stop(f"each line of {path} must be a path of the server, such as /today/.", USAGE)
    return paths


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except (OSError, UnicodeDecodeError) as cause:
        raise Stop(f"{path} cannot be read.", USAGE) from cause
