"""Every background service and every mail has its line in docs/reference/jobs.md."""

import re
from pathlib import Path

from amanah.base import later
from amanah.outbox import mails

PAGE = Path("docs/reference/jobs.md").read_text()


def lines_with(*, columns):
    rows = re.findall(r"^\| `([\w./-]+)` \|(.+)\|$", PAGE, re.MULTILINE)
    return {name: rest.split("|") for name, rest in rows if rest.count("|") == columns - 2}


def test_every_background_service_is_documented():
    later.discover()
    ours = {path for path in later.background_work if path.startswith("amanah.")}

    documented = lines_with(columns=4)

    assert set(documented) == ours
    for path, (_runs, attempts, _what) in documented.items():
        assert int(attempts) == later.background_work[path].attempts


def test_every_mail_is_documented_with_what_it_may_hold():
    documented = lines_with(columns=3)

    assert set(documented) == {mail.template for mail in mails.all_mails()}
    for mail in mails.all_mails():
        may_hold = set(re.findall(r"\w+", documented[mail.template][1])) - {"nothing", "more"}
        assert may_hold == mail.may_hold - mails.ALWAYS
