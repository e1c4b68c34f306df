"""Saving a form without undoing what somebody else, or an older tab, saved meanwhile.

The page carries what stood there when it was made (Django's hidden initial values). Only what
was really changed is written, and only over what the writer has seen.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext as _

from amanah.base.access import Rule
from amanah.base.refusal import Refused

Thing = TypeVar("Thing", bound=Model)
Values = dict[str, Any]


class AlreadyChanged(Refused):
    """Somebody saved one of the same fields since the page was made; `now` is what they wrote."""

    code = "already_changed"

    def __init__(self, now: Values) -> None:
        super().__init__(
            _(
                "This was changed elsewhere while the page was open. Nothing is saved yet, and "
                "what you wrote is still here: look below, then save again."
            )
        )
        self.now = now


def take_over(thing: Thing, wanted: Values, *, seen: Values) -> list[str]:
    """Set on a thing what differs from what was seen; the names of what changed.

    The caller has locked the thing. Raises `AlreadyChanged` if a field stands otherwise than seen.
    """
    changed = sorted(name for name in wanted if plain(wanted[name]) != plain(seen.get(name)))
    now = {name: getattr(thing, name) for name in changed}
    crossed = {
        name: value
        for name, value in now.items()
        if plain(value) not in (plain(seen.get(name)), plain(wanted[name]))
    }
    if crossed:
        raise AlreadyChanged(crossed)
    for name in changed:
        setattr(thing, name, plain(wanted[name]))
    return changed


def plain(value: Any) -> Any:
    """A text as it is stored: browsers send other line ends than people mean."""
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


class SeenForm(forms.ModelForm[Any]):
    """A form that remembers what it showed, and can say what changed meanwhile.

    `visible_to` names the rule of each field; its phrase stands under it.
    """

    visible_to: dict[str, Rule] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.show_hidden_initial = True
            field.visible_to = self.visible_to.get(name, "")  # type: ignore[attr-defined]

    @property
    def seen(self) -> Values:
        """What stood in the page when it was made."""
        return {name: self._seen(name, field) for name, field in self.fields.items()}

    def _seen(self, name: str, field: forms.Field) -> Any:
        hidden = field.hidden_widget()
        value = hidden.value_from_datadict(self.data, self.files, self.add_initial_prefix(name))
        try:
            return field.to_python(value)
        except forms.ValidationError:
            return None

    def save_with(self, service: Callable[..., Any], thing: Any, **who_and_when: Any) -> bool:
        """Ask the service to write what was typed; whether it did. A refusal stands in the form."""
        if not self.is_valid():
            return False
        try:
            service(thing, self.cleaned_data, seen=self.seen, **who_and_when)
        except AlreadyChanged as refusal:
            self._tell(refusal)
            return False
        return True

    def _tell(self, refusal: AlreadyChanged) -> None:
        """Show what was written meanwhile; saving again then replaces it knowingly."""
        self.add_error(None, str(refusal))
        data: QueryDict = self.data.copy()  # type: ignore[attr-defined]
        for name, now in refusal.now.items():
            values = now if isinstance(now, list) else ["" if now is None else str(now)]
            data.setlist(self.add_initial_prefix(name), values)
            shown = self._shown(name, now)
            self.add_error(name, _("Meanwhile this was saved: %(now)s") % {"now": shown})
        self.data = data

    def _shown(self, name: str, now: Any) -> str:
        choices = dict(getattr(self.fields[name], "choices", ()))
        if isinstance(now, list):
            return ", ".join(str(choices.get(one, one)) for one in now) or _("nothing")
        if now in choices:
            return str(choices[now])
        return str(now) if now not in ("", None) else _("nothing")
