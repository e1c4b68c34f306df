"""Asking for a time zone: a line to type into, with the list of zones behind it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amanah.base import zones


class ZoneInput(forms.TextInput):
    """Suggests as one types, without a script; any city that names one zone will do."""

    template_name = "base/zone_input.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"autocomplete": "off", "spellcheck": "false", "dir": "ltr", **(attrs or {})}
        )

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}_zones"
        context["widget"]["attrs"]["list"] = list_id
        return {**context, "list_id": list_id, "zones": zones.all_zones()}


class ZoneField(forms.CharField):
    """A time zone by its name, or by its city."""

    widget = ZoneInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Time zone"))
        kwargs.setdefault("help_text", _("Type your city, such as Karachi or Dublin."))
        super().__init__(max_length=60, validators=[zones.is_a_time_zone], **kwargs)

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return zones.named(value) if isinstance(value, str) else value
