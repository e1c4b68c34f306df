"""A field in which somebody writes several short things, one a line."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class LinesField(forms.CharField):
    """Short texts, one a line: so few and so many of them, each so long, and none twice."""

    def __init__(self, *, fewest: int, most: int, longest: int, **kwargs: Any) -> None:
        self.fewest, self.most, self.longest = fewest, most, longest
        kwargs.setdefault("required", bool(fewest))
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 6, "dir": "auto"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        lines = value if isinstance(value, list) else (value or "").splitlines()
        return [tidy for line in lines if (tidy := " ".join(str(line).split()))]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)

    def validate(self, value: Any) -> None:
        if not self.fewest <= len(value) <= self.most:
            raise forms.ValidationError(
                _("Write from %(fewest)d to %(most)d, one a line."),
                params={"fewest": self.fewest, "most": self.most},
            )
        said: set[str] = set()
        for line in value:
            if len(line) > self.longest:
                raise forms.ValidationError(
                    _("This is longer than %(most)d letters: %(option)s"),
                    params={"most": self.longest, "option": line},
                )
            if line.casefold() in said:
                raise forms.ValidationError(
                    _("This is here twice: %(option)s"), params={"option": line}
                )
            said.add(line.casefold())

    def run_validators(self, value: Any) -> None:
        """Those of a text do not fit a list."""
