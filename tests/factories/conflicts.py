import json
from datetime import timedelta

import factory

from amanah.conflicts.models import OwnTies, Post, Tie, TieList
from tests.factories.institutions import InstitutionFactory
from tests.factories.moments import SPRING
from tests.factories.people import PersonFactory


class TieFactory(factory.django.DjangoModelFactory):
    """`one` assesses `other`."""

    class Meta:
        model = Tie

    institution = factory.SubFactory(InstitutionFactory)
    one = factory.SubFactory(PersonFactory)
    other = factory.SubFactory(PersonFactory)
    kind = Tie.Kind.ASSESSOR
    since = SPRING.date()
    put_in_on = factory.SelfAttribute("since")


class PostFactory(factory.django.DjangoModelFactory):
    """The head of a department."""

    class Meta:
        model = Post

    institution = factory.SubFactory(InstitutionFactory)
    person = factory.SubFactory(PersonFactory)
    kind = Post.Kind.HEAD
    department = "Medicine"
    since = SPRING.date()
    put_in_on = factory.SelfAttribute("since")


class OwnTiesFactory(factory.django.DjangoModelFactory):
    """What somebody says of their own ties; `lines` are {"email": …} or {"name": …}."""

    class Meta:
        model = OwnTies

    class Params:
        lines = ()

    person = factory.SubFactory(PersonFactory)
    named = factory.LazyAttribute(lambda made: json.dumps(list(made.lines)))


class TieListFactory(factory.django.DjangoModelFactory):
    """A list of ties that somebody uploaded; `lines` are its cells, from line 2 on."""

    class Meta:
        model = TieList

    class Params:
        lines = ()

    institution = factory.SubFactory(InstitutionFactory)
    by = factory.SubFactory(PersonFactory)
    kind = TieList.Kind.TIES
    rows = factory.LazyAttribute(
        lambda made: json.dumps([[n, cells] for n, cells in enumerate(made.lines, 2)])
    )
    read_at = SPRING
    keep_until = factory.LazyAttribute(lambda made: made.read_at + timedelta(days=1))
