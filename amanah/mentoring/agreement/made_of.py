"""Of what an agreement is made: clauses, and what can be chosen in them."""

from dataclasses import dataclass
from typing import Any

Text = Any


@dataclass(frozen=True)
class Choice:
    """One thing that can be chosen: `several` if more than one of its options at once."""

    name: str
    label: Text
    options: tuple[tuple[str, Text], ...]
    several: bool = False

    def words_for(self, value: str) -> list[Text]:
        """What a stored value says; an option that is no more says itself."""
        known = dict(self.options)
        return [known.get(code, code) for code in value.split()]


@dataclass(frozen=True)
class Clause:
    """A part of an agreement: fixed words, things to choose, and perhaps words of their own."""

    name: str
    heading: Text
    choices: tuple[Choice, ...] = ()
    # What it says whatever is chosen.
    fixed: tuple[Text, ...] = ()
    # What may be written there, sealed; empty where nothing can be.
    words: Text = ""

    def key_of(self, choice: Choice) -> str:
        return f"{self.name}.{choice.name}"

    @property
    def kind(self) -> str:
        """The kind of the sealed words that stand in it."""
        return f"agreement-{self.name}"
