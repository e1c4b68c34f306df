"""What is asked, what was noted, and how a question is changed."""

from django.urls import reverse

from amanah.programmes import services
from amanah.stewardship.models import Entry
from tests.factories import SPRING


def asked(programme):
    return [one.text for one in programme.questions.filter(put_away=False).order_by("place", "pk")]


def events():
    return list(Entry.objects.order_by("number").values_list("event", flat=True))


def page(name, thing):
    return reverse(f"programmes:{name}", args=[thing.pk])


def change(question, coordinator, seen=None, **wanted):
    stood = {name: getattr(question, name) for name in wanted}
    return services.change_question(
        question, wanted, seen={**stood, **(seen or {})}, by=coordinator, at=SPRING
    )
