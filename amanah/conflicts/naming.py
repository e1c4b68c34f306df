"""Whom somebody means who writes a name or an address, with or without a title, in any script."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any, NamedTuple
from uuid import UUID

from amanah.base.folding import fold

# Not part of what people are called by when somebody looks for them.
TITLES = frozenset(
    {
        *("dr", "prof", "professor", "mr", "mrs", "ms", "miss", "sir", "dame", "md", "phd"),
        *("ڈاکٹر", "پروفیسر"),
    }
)
# With fewer words than this a name must be the whole name: half the house may be called Khan.
ENOUGH = 2
# Of a longer name only these many words are looked at in every combination.
MOST_WORDS = 8


class Known(NamedTuple):
    """Somebody whom a name or an address may mean."""

    id: UUID
    email: str
    name: str


def words_of(name: str) -> frozenset[str]:
    """What a name is compared by: its words, without case, accents, marks between and titles."""
    apart = (one if _is_of_a_word(one) else " " for one in fold(name) or "")
    words = frozenset("".join(apart).split())
    return words - TITLES or words


def _is_of_a_word(letter: str) -> bool:
    """Letters, digits, and the marks that many scripts write vowels with."""
    return unicodedata.category(letter)[0] in "LMN"


class Names:
    """People by their addresses and the words of their names."""

    def __init__(self, people: Iterable[Known]) -> None:
        self.ids: set[UUID] = set()
        self.by_email: dict[str, set[UUID]] = {}
        self.by_words: dict[frozenset[str], set[UUID]] = {}
        self.by_word: dict[str, set[UUID]] = {}
        for person in people:
            self.ids.add(person.id)
            self.by_email.setdefault(person.email.casefold(), set()).add(person.id)
            words = words_of(person.name)
            self.by_words.setdefault(words, set()).add(person.id)
            for word in words:
                self.by_word.setdefault(word, set()).add(person.id)

    def meant_by(self, named: Mapping[str, Any]) -> set[UUID]:
        """Everybody whom one line may mean; of a name that several have, all of them."""
        found = self.ids.intersection(UUID(one) for one in named.get("people", ()))
        if named.get("alone"):
            return found
        if "email" in named:
            return found | self.by_email.get(named["email"].casefold(), set())
        return found.union(self._called(words_of(named.get("name", ""))))

    def _called(self, words: frozenset[str]) -> Iterator[UUID]:
        """Those of this name, of a longer one that holds it, and of a shorter one within it."""
        if not words:
            return
        yield from self.by_words.get(words, ())
        if len(words) < ENOUGH:
            return
        rarest = sorted((self.by_word.get(word, set()) for word in words), key=len)
        yield from set.intersection(*rarest)
        some = sorted(words)[:MOST_WORDS]
        for count in range(ENOUGH, len(some)):
            for part in combinations(some, count):
                yield from self.by_words.get(frozenset(part), ())
