"""Saying to the operator that a command will not go on, and with which exit code."""

DONE = 0
PROBLEMS = 1
USAGE = 2
REFUSED = 3
BAD_ARCHIVE = 4
UNDONE = 5

MEANINGS = {
    DONE: "done",
    PROBLEMS: "done, and problems were found; or an unforeseen error",
    USAGE: "the command line, or a sheet that it names, makes no sense; nothing was done",
    REFUSED: "refused: something must be mended first, as the message says; nothing was changed",
    BAD_ARCHIVE: "the archive is truncated, altered or too new; nothing was changed",
    UNDONE: "it failed half-way and was undone; the old version can go on serving",
}


class Stop(Exception):
    """What is wrong and what to do about it, in words for the operator."""

    def __init__(self, message: str, code: int = REFUSED) -> None:
        super().__init__(message)
        self.code = code
