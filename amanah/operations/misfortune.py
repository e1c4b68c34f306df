"""What the machine around us may do to a command, in words for the operator.

Only of errors of the disk and the database: their texts quote nobody.
"""

import errno

FULL = {errno.ENOSPC, errno.EDQUOT}
NOT_OURS = {errno.EACCES, errno.EPERM, errno.EROFS}
BROKEN = {errno.EIO}
OF_DATABASE = ("django.db.utils", "pysqlite3.dbapi2", "sqlite3")
UNDONE = "Whatever had been begun was undone."


def told(cause: BaseException) -> str:
    """A sentence and its remedy, or nothing if it is not one of these."""
    if isinstance(cause, OSError):
        return _of_the_disk(cause)
    if type(cause).__module__ in OF_DATABASE and type(cause).__name__ == "OperationalError":
        return _of_the_database(cause)
    return ""


def _of_the_disk(cause: OSError) -> str:
    where = f" ({cause.filename})" if cause.filename else ""
    if cause.errno in FULL:
        return f"the disk is full{where}. {UNDONE} Make room, and try again."
    if cause.errno in NOT_OURS:
        return (
            f"{(cause.strerror or 'not permitted').lower()}{where}. {UNDONE} Run this as the "
            "account that AMANAH_HOME belongs to, and look at the folder's owner and mode."
        )
    if cause.errno in BROKEN:
        return f"the disk fails{where}: {cause.strerror}. Look into the system's log."
    return ""


def _of_the_database(cause: BaseException) -> str:
    text = str(cause)
    if "disk is full" in text:
        return f"the disk of AMANAH_HOME is full. {UNDONE} Make room, and try again."
    if "locked" in text:
        return f"the database is busy. {UNDONE} Try again in a moment."
    from amanah.operations import preflight

    return preflight.unreachable(cause) if isinstance(cause, Exception) else ""
