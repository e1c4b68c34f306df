"""The components that take more than an include can give them. Each says what it takes."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from amanah.base import phones
from amanah.shell import charts, themes
from amanah.shell import curtain as drawn

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing beside words, never instead of them: ``{% icon "lock" %}``."""
    return mark_safe(render_to_string(f"shell/icon/{name}.svg").strip())  # noqa: S308 ours, fixed


@register.filter
def dialled(phone: str) -> str:
    """What a phone dials: ``<a href="tel:{{ phone|dialled }}">``."""
    return phones.dialled(phone) or phone.replace(" ", "")


@register.simple_tag(takes_context=True)
def theme(context: Any) -> str:
    """ "light" or "dark" where the reader chose one, else nothing: the system decides."""
    request = context.get("request")
    return themes.chosen(request) if request else ""


@register.simple_tag(takes_context=True)
def curtain(context: Any) -> bool:
    """Whether what is private is hidden: ``<html{% if is_hidden %} data-curtain{% endif %}>``."""
    request = context.get("request")
    return bool(request) and drawn.is_drawn(request)


@register.simple_block_tag
def card(content: str, heading: str, kind: str = "", **told: Any) -> SafeString:
    """One thing, on its own sheet: ``{% card _("Check-in") who=phrase %}…{% endcard %}``.

    kind: "next" for the one thing to do next, "quiet", "harm". eyebrow: a word above the heading.
    more_url, more_label: a link at the end of the heading's line. who: who can see it.
    name: the card's id, for htmx and links; made from the heading where it is not given. level: 2.
    """
    name = told.pop("name", "") or slugify(heading, allow_unicode=True)
    about = {"content": content, "heading": heading, "kind": kind, "name": name, **told}
    return render_to_string("shell/part/_card.html", about)


@register.simple_block_tag
def dialog(content: str, name: str, heading: str) -> SafeString:
    """A question in between, opened by a link to the page that asks the same.

    ``<a href="{% url … %}" class="button" data-opens="close">…</a>`` then
    ``{% dialog "close" _("Close this mentorship") %}…{% enddialog %}``.
    """
    about = {"content": content, "name": name, "heading": heading}
    return render_to_string("shell/part/_dialog.html", about)


@register.simple_block_tag
def frame(content: str, label: str) -> SafeString:
    """Around a table: it scrolls by itself, can be reached by keyboard, and has a name."""
    return render_to_string("shell/part/_frame.html", {"content": content, "label": label})


@register.simple_block_tag
def beside(content: str, tag: str = "div", kind: str = "") -> SafeString:
    """Wrap a block of the page only where it has something in it."""
    if not content.strip():
        return SafeString()
    return render_to_string(
        "shell/part/_beside.html", {"content": content, "tag": tag, "kind": kind}
    )


@register.simple_tag(takes_context=True)
def chart(context: Any, figure: charts.Chart) -> SafeString:
    """Draw a figure, and give its numbers as a table: ``{% chart figure %}``."""
    is_rtl = bool(context.get("LANGUAGE_BIDI"))
    return render_to_string(
        "shell/part/_chart.html", {"figure": figure, "drawn": charts.draw(figure, is_rtl=is_rtl)}
    )
