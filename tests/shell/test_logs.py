import json
import logging

import pytest
from django.http import HttpResponse
from django.utils.log import AdminEmailHandler

from amanah.shell.logs import JsonLines, Plain, configuration, reference
from amanah.shell.requests import log_each

NAME = "Khadija-Kanarie"


def line_of(logger, message, *arguments, error=None, formatter=JsonLines):
    record = logging.getLogger(logger).makeRecord(
        logger,
        logging.ERROR,
        "/x/y.py",
        7,
        message,
        arguments,
        (type(error), error, error.__traceback__) if error else None,
    )
    return formatter().format(record)


def failure():
    try:
        try:
            raise KeyError(NAME)
        except KeyError as cause:
            raise ValueError(f"no such person: {NAME}") from cause
    except ValueError as error:
        return error


@pytest.mark.parametrize("formatter", [JsonLines, Plain])
@pytest.mark.parametrize("logger", ["django.request", "allauth.account", "py.warnings"])
def test_what_a_library_says_in_words_is_not_written(logger, formatter):
    assert NAME not in line_of(logger, "Not found: %s", NAME, formatter=formatter)
    assert NAME in line_of("amanah.jobs", "job %s", NAME, formatter=formatter)


@pytest.mark.parametrize("formatter", [JsonLines, Plain])
def test_of_an_exception_the_class_is_written_and_not_the_message(formatter):
    line = line_of("django.request", "boom", error=failure(), formatter=formatter)

    assert NAME not in line
    assert "builtins.ValueError" in line
    assert "builtins.KeyError" in line


def test_an_exception_is_placed_in_our_own_code(rf):
    from amanah.base.keys import parse

    try:
        parse("xyz")
    except ValueError as error:
        line = json.loads(line_of("django.request", "boom", error=error))

    assert {place.partition(":")[0] for place in line["error"][0]["at"]} == {"amanah/base/keys.py"}


def test_a_request_and_everything_said_during_it_share_a_reference(rf, caplog):
    seen = []

    def answer(request):
        seen.append((request.reference, reference.get()))
        return HttpResponse()

    with caplog.at_level(logging.INFO, "amanah.request"):
        log_each(answer)(rf.generic(NAME.upper(), f"/{NAME}?q={NAME}"))

    assert seen[0][0] == seen[0][1]
    assert reference.get() == ""
    facts = caplog.records[0].facts
    assert (facts["method"], facts["route"], facts["status"]) == ("OTHER", "none", 200)


def test_nothing_is_mailed_to_anybody_when_something_breaks():
    loggers = [logging.root, *map(logging.getLogger, logging.root.manager.loggerDict)]
    mailers = [h for log in loggers for h in log.handlers if isinstance(h, AdminEmailHandler)]

    assert mailers == []


@pytest.mark.parametrize(("formatter", "level"), [(JsonLines, "INFO"), (Plain, "WARNING")])
def test_only_a_demo_keeps_quiet_about_jobs_that_went_well(formatter, level):
    assert configuration(formatter)["loggers"]["amanah.jobs"]["level"] == level
