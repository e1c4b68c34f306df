"""How forms come out on the page: our field, its help, what is wrong, and who will see it.

Give a form field ``visible_to`` (a phrase, or a rule, which has its own) and the sentence stands
under it, tied to it for those who hear the page.
"""

from typing import Any

from django import forms
from django.forms import BoundField, Widget
from django.forms.renderers import TemplatesSetting

from amanah.base.access import Rule


class Field(BoundField):
    """A field as the page shows it."""

    @property
    def who(self) -> Any:
        """The phrases that say who will see the answer; empty where the field does not say."""
        visible_to = getattr(self.field, "visible_to", "")
        if isinstance(visible_to, Rule):
            return ". ".join(str(phrase) for phrase in visible_to.phrases)
        return visible_to

    @property
    def kind(self) -> str:
        """Which template lays it out: a line, one yes, or one or several of a few."""
        widget = self.field.widget
        if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            return "choices"
        return "yes" if isinstance(widget, forms.CheckboxInput) else "line"

    @property
    def aria_describedby(self) -> str | None:
        if self.field.widget.attrs.get("aria-describedby"):
            return None
        told = {
            f"{self.auto_id}_helptext": self.help_text,
            f"{self.auto_id}_error": self.errors,
            f"{self.auto_id}_who": self.who,
        }
        return " ".join(name for name, is_there in told.items() if is_there) or None

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: Widget | None = None
    ) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if self.kind == "line" and not widget.is_hidden:
            attrs["class"] = " ".join(filter(None, ["input", widget.attrs.get("class")]))
        if self.kind != "choices" and self._is_first_to_mend:
            attrs["autofocus"] = True
        return attrs

    @property
    def _is_first_to_mend(self) -> bool:
        """Where the reader is put when a form comes back: what is wrong is read with the field."""
        wrong = (name for name in self.form.fields if name in self.form.errors)
        return bool(self.errors) and next(wrong, None) == self.name


class Renderer(TemplatesSetting):
    """Named by FORM_RENDERER. Overrides of Django's own templates lie in templates/django/forms."""

    form_template_name = "shell/form/form.html"
    field_template_name = "shell/form/field.html"
    bound_field_class = Field
