"""A question that asks for a file, and somebody who answers it."""

import pytest

from amanah.programmes.models import Answer
from tests.factories import QuestionFactory
from tests.programmes import files
from tests.programmes.applying import begin, said


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "attachments"
    return tmp_path


@pytest.fixture
def question(cohort):
    return QuestionFactory(programme=cohort.programme, kind="file", text="A short CV?")


@pytest.fixture
def name(question):
    return f"question_{question.pk.hex}"


@pytest.fixture
def page(client, person, cohort, question):
    """The page of an application that has begun, where the file is asked for."""
    return f"{begin(client, cohort)}more/"


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    """Do what waits for the commit, as it would be done outside a test."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def sent(client, page, name):
    """An application that was sent, with a file."""
    client.post(page, {name: files.file("خدیجہ.pdf")})
    client.post(page.removesuffix("more/"), said(send="1"))
    return Answer.objects.select_related("application").get()
