import pytest

from amanah.base import clock

SIMPLE_FILES = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


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


@pytest.fixture
def now():
    """The moment at which the test runs, for what must be in force as a view is entered."""
    return clock.now()
