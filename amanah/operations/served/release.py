"""What a release published: each static file exactly as it is served, and what answers carry."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from amanah import __version__

MANIFEST = "/static/staticfiles.json"
FORM = 1
# A list of a few hundred files is forty kilobytes.
LARGEST_LIST = 4 * 1024 * 1024
PACKED = (".gz", ".br")
# What says how long something may be kept, or who may list it, is not about honesty.
NOT_LOOKED_AT = {"Cache-Control", "X-Robots-Tag"}


class BadList(Exception):
    """A file that is no list of a release."""


@dataclass(frozen=True)
class Release:
    """`files` by address; `policy` by directive, without the nonce; `named_by_content` of them."""

    version: str
    files: dict[str, str]
    named_by_content: list[str]
    policy: dict[str, list[str]]
    headers: dict[str, str]

    @property
    def manifest(self) -> str:
        return self.files[MANIFEST]

    def text(self) -> str:
        """The list that is published; the same source gives the same bytes."""
        return json.dumps({"form": FORM, **asdict(self)}, indent=1, sort_keys=True) + "\n"


def read(path: Path) -> Release:
    """The list that somebody published."""
    try:
        if path.stat().st_size > LARGEST_LIST:
            raise BadList(f"{path} is too large for the list of a release.")
        told = json.loads(path.read_text())
        if told.pop("form") != FORM:
            raise BadList(f"{path} has another form; update Amanah on this machine.")
        release = Release(**told)
        is_sound = all(isinstance(one, str) for one in (release.manifest, *release.files.values()))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as cause:
        raise BadList(f"{path} is not the list of a release.") from cause
    if not is_sound:
        raise BadList(f"{path} is not the list of a release.")
    return release


def installed() -> Release:
    """What this very package serves. Its static files are made anew, in the settings' home."""
    from django.conf import settings
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    folder = Path(settings.STATIC_ROOT)
    files = {
        f"/static/{path.relative_to(folder).as_posix()}": _sha256(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in PACKED
    }
    names = json.loads((folder / "staticfiles.json").read_text())["paths"].values()
    return Release(
        version=__version__,
        files=files,
        named_by_content=sorted(f"/static/{name}" for name in names),
        policy=_policy(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]),
        headers=_headers(),
    )


def _policy(directives: dict[str, Any]) -> dict[str, list[str]]:
    from csp.constants import NONCE

    return {
        name: [str(source) for source in sources if source is not NONCE]
        for name, sources in directives.items()
    }


def _headers() -> dict[str, str]:
    from amanah.shell.middleware import ALWAYS

    return {name: value for name, value in ALWAYS.items() if name not in NOT_LOOKED_AT}


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
