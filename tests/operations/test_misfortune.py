"""What a full disk, a foreign folder or a database that is away looks like to the operator."""

import errno

import pytest
from django.db import IntegrityError, OperationalError, connection

from amanah.operations import command, misfortune
from amanah.operations.stop import PROBLEMS

# What is said of a database that is away depends on which one the settings name.
NOT_THERE = {
    "sqlite": "cannot be opened (OperationalError)",
    "postgresql": "does not answer (OperationalError)",
}[connection.vendor]


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full. Whatever"),
        (OSError(errno.EDQUOT, "Quota exceeded", "/b/x"), "the disk is full (/b/x)"),
        (OSError(errno.EACCES, "Permission denied", "/h/a"), "permission denied (/h/a)"),
        (OSError(errno.EROFS, "Read-only file system", "/h"), "read-only file system (/h)"),
        (OSError(errno.EIO, "Input/output error", "/h"), "the disk fails (/h)"),
        (OperationalError("database or disk is full"), "the disk of AMANAH_HOME is full"),
        (OperationalError("database is locked"), "the database is busy"),
        (OperationalError("unable to open database file"), NOT_THERE),
        (OSError(errno.ECHILD, "No child processes"), ""),
        (IntegrityError("UNIQUE: amina@example.org"), ""),
        (ValueError("a defect"), ""),
    ],
    ids=str,
)
def test_a_misfortune_is_told_and_a_defect_is_not_hidden(monkeypatch, capsys, cause, words):
    def fail(given):
        raise cause

    monkeypatch.setattr(command, "_run", fail)

    if not words:
        with pytest.raises(type(cause)):
            command.main(["check"])
        return
    assert command.main(["check"]) == PROBLEMS
    said = capsys.readouterr().err
    assert said.startswith("amanah: ")
    assert words in said
    assert misfortune.told(cause) in said
