import json
from datetime import timedelta

import factory

from amanah.base import attachments
from amanah.programmes.models import (
    Answer,
    Application,
    Cohort,
    CohortLetter,
    Intake,
    Participant,
    Programme,
    Question,
)
from tests.factories.institutions import InstitutionFactory
from tests.factories.moments import SPRING
from tests.factories.people import PersonFactory


class ProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Programme

    institution = factory.SubFactory(InstitutionFactory)
    name = factory.Sequence(lambda n: f"Programme {n}")
    state = Programme.State.OPEN
    evaluation_plan = "We ask again in a year."


class CohortFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Cohort

    programme = factory.SubFactory(ProgrammeFactory)
    name = factory.Sequence(lambda n: f"Cohort {n}")


class ParticipantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Participant

    cohort = factory.SubFactory(CohortFactory)
    person = factory.SubFactory(PersonFactory)
    as_mentee = factory.LazyAttribute(lambda made: not made.as_mentor)
    as_mentor = False
    listed_at = SPRING


class ApplicationFactory(factory.django.DjangoModelFactory):
    """A mentee's, sent."""

    class Meta:
        model = Application

    participant = factory.SubFactory(ParticipantFactory)
    role = Application.Role.MENTEE
    state = Application.State.SUBMITTED
    begun_at = SPRING
    # A draft was never sent, unless a test says so.
    submitted_at = factory.LazyAttribute(lambda made: None if made.state == "draft" else SPRING)


class CohortLetterFactory(factory.django.DjangoModelFactory):
    """A draft to everybody."""

    class Meta:
        model = CohortLetter

    cohort = factory.SubFactory(CohortFactory)
    by = factory.SubFactory(PersonFactory)
    subject = "Welcome evening"
    text = "We meet in the library.\n\nhttps://example.org/map"
    begun_at = SPRING


class QuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Question

    programme = factory.SubFactory(ProgrammeFactory)
    text = factory.Sequence(lambda n: f"Question {n}")


class AnswerFactory(factory.django.DjangoModelFactory):
    """A file that was handed in: `called` and `content` are those of the file."""

    class Meta:
        model = Answer

    class Params:
        called = "cv.pdf"
        content = b"%PDF-1.7"

    application = factory.SubFactory(ApplicationFactory)
    question = factory.SubFactory(QuestionFactory, kind="file")
    value = factory.LazyAttribute(lambda made: json.dumps(made.called))
    file = factory.LazyAttribute(
        lambda made: attachments.keep(made.content, about="programmes.answer.file")
    )
    file_bytes = factory.LazyAttribute(lambda made: len(made.content))


class IntakeFactory(factory.django.DjangoModelFactory):
    """A list of mentees that has been read, without rows."""

    class Meta:
        model = Intake

    cohort = factory.SubFactory(CohortFactory)
    by = factory.SubFactory(PersonFactory)
    role = "mentee"
    header = '["Name", "E-mail"]'
    columns = '{"Name": "name", "E-mail": "email"}'
    read_at = SPRING
    keep_until = SPRING + timedelta(days=14)
