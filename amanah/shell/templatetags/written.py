"""Built into every template: numbers, days and times as the reader's language writes them.

A format that has a name (`{{ day|date:"SHORT_DATE_FORMAT" }}`, or none) is for people and takes
their digits. One that is spelt out (`{{ day|date:"Y-m-d" }}`) is for machines and keeps ours.
"""

from typing import Any

from django import template
from django.template import defaultfilters

from amanah.base import written

register = template.Library()


@register.filter(is_safe=True)
def digits(value: Any) -> str:
    """A number in the reader's digits: ``{{ count|digits }}``."""
    return written.digits(value)


@register.filter
def listed(words: Any) -> str:
    """Several in a row: ``{{ roles|listed }}``."""
    return written.listed(words)


@register.filter(expects_localtime=True, is_safe=False)
def date(value: Any, form: str | None = None) -> Any:
    return _for_people(defaultfilters.date(value, form), form)


@register.filter(expects_localtime=True, is_safe=False)
def time(value: Any, form: str | None = None) -> Any:
    return _for_people(defaultfilters.time(value, form), form)


def _for_people(text: Any, form: str | None) -> Any:
    is_named = form is None or form.endswith("_FORMAT")
    return written.digits(text) if is_named and text else text
