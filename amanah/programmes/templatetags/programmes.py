"""Saying what was said in the reader's language."""

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext as _

from amanah.programmes import vocabulary

register = template.Library()


@register.filter
def said(values: Iterable[str], kind: str) -> str:
    """Keys as labels, own words as they are: ``{{ application.topics|said:"topics" }}``."""
    return _(", ").join(vocabulary.shown(kind, values))
