from uuid import uuid4

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.utils import translation

from amanah.base import clock, later, leases
from tests import append_only

# How long one example takes says nothing on a machine that is busy; and every run tries the same.
hypothesis.settings.register_profile(
    "everywhere",
    deadline=None,
    derandomize=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("everywhere")

SIMPLE_FILES = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def pytest_configure():
    """Each process that runs tests has an SQLite of its own, in memory."""
    default = django_settings.DATABASES["default"]
    if "sqlite" in default["ENGINE"]:
        default.setdefault("TEST", {})["NAME"] = ":memory:"


@pytest.fixture(autouse=True)
def quick_hashes(request, settings):
    """Signing in is tested hundreds of times; the real hasher has a test of its own."""
    if "journey" not in request.keywords:
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def plain_file_names(request, settings):
    """Hashed names need files to have been collected, which only the journeys do."""
    if "journey" not in request.keywords:
        settings.STORAGES = {**settings.STORAGES, "staticfiles": SIMPLE_FILES}


@pytest.fixture(autouse=True)
def language_ends_with_the_test():
    """A page answered in Urdu leaves its thread so, and the next test would read its sentences."""
    yield
    translation.deactivate()


@pytest.fixture
def now():
    """The moment at which the test runs, for what must be in force as a view is entered."""
    return clock.now()


@pytest.fixture
def run_jobs():
    """Run what is due, as the worker would, and say which services ran.

    A job that fails fails the test. Call it with `at=…` where the test's time is not the clock's.
    """

    def run(*, at=None):
        moment, ran = at or clock.now(), []
        while job := leases.claim(by=uuid4(), at=moment):
            later.perform(job.work, job.values, at=moment)
            assert leases.complete(job, at=moment)
            ran.append(job.work)
        return ran

    return run


@pytest.fixture(autouse=True)
def ledger_can_be_emptied(request):
    """Between tests that really commit, the database is emptied, which its ledger refuses.

    So the triggers stand while such a test runs and are taken away for the emptying.
    """
    marker = request.node.get_closest_marker("django_db")
    commits = bool(marker and marker.kwargs.get("transaction"))
    if not commits and not {"transactional_db", "live_server"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("transactional_db")
    append_only.protect()
    yield
    append_only.unprotect()
