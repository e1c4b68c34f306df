"""The log: one JSON object a line, and nothing in it about anybody.

What a library wants to say in words may quote a name or an address, so only what our own code
says (ids and kinds, never names) and the server's own notices are written. Of an exception: its
class, and the places in our code.
"""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

OUR_PACKAGE = "amanah/"
SPEAK_FOR_THEMSELVES = {"amanah", "_granian"}

# The request being answered; shown on the page of a defect, so that a report can be matched to it.
reference: ContextVar[str] = ContextVar("reference", default="")


def facts(record: logging.LogRecord) -> dict[str, Any]:
    """What of a log record is fit to be written."""
    line: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
    }
    if record.name.partition(".")[0] in SPEAK_FOR_THEMSELVES:
        line["event"] = record.getMessage()
    else:
        line["event"] = f"{record.module}:{record.lineno}"
    line.update(getattr(record, "facts", {}))
    if reference.get():
        line.setdefault("reference", reference.get())
    if record.exc_info and record.exc_info[1]:
        line["error"] = error(record.exc_info[1])
    return line


def error(exception: BaseException) -> list[dict[str, Any]]:
    """An exception and its causes: the class, and where in our code. Never its message."""
    seen: list[BaseException] = []
    following: BaseException | None = exception
    while following and following not in seen:
        seen.append(following)
        following = following.__cause__ or following.__context__
    return [
        {"class": f"{type(e).__module__}.{type(e).__qualname__}", "at": _ours(e.__traceback__)}
        for e in seen
    ]


def _ours(trace: TracebackType | None) -> list[str]:
    return [
        f"{OUR_PACKAGE}{frame.filename.rpartition(OUR_PACKAGE)[2]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(trace)
        if OUR_PACKAGE in frame.filename
    ]


class JsonLines(logging.Formatter):
    """For `serve` and the worker: what a log collector reads."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(facts(record), ensure_ascii=True, default=str)


class Plain(logging.Formatter):
    """The same facts for the eyes of somebody trying the demo."""

    def format(self, record: logging.LogRecord) -> str:
        line = facts(record)
        if line["event"] == "request":
            return "{method} {route} {status} in {ms} ms".format(**line)
        places = [
            f"\n  {e['class']} {' < '.join(reversed(e['at']))}" for e in line.get("error", [])
        ]
        return f"{line['level']}: {line['event']}{''.join(places)}"


def configuration(formatter: type[logging.Formatter]) -> dict[str, Any]:
    """Django's LOGGING. Everything goes to standard error; nothing is ever mailed."""
    quiet: dict[str, Any] = {"handlers": [], "propagate": True}
    # In a demo the list of people who can sign in must not be pushed out of sight.
    aside = {**quiet, "level": "WARNING" if formatter is Plain else "INFO"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": formatter}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["lines"], "level": "WARNING"},
        "loggers": {
            "amanah": {**quiet, "level": "INFO"},
            "amanah.jobs": aside,
            "django": {**quiet, "level": "WARNING"},
            # Its warnings say what the request's own line says; its errors are the defects.
            "django.request": {**quiet, "level": "ERROR"},
            "django.server": {**quiet, "level": "WARNING"},
            "_granian": aside,
            "granian.access": {**quiet, "level": "CRITICAL"},
        },
    }
