import pytest

from amanah.notifications import kinds


class Holding(set):
    """The things of which the kinds below are no longer so."""

    def __call__(self, notice, at):
        return notice.about not in self


@pytest.fixture
def over():
    return Holding()


@pytest.fixture
def kind(over):
    """Make a kind of notice for one test."""
    made = []

    def make(name="test.waiting", **about):
        about = {
            "says": "Something waits until %(day)s.",
            "listed_as": "Something that waits",
            "where": lambda about: "/today/",
            "holds": over,
            **about,
        }
        made.append(kinds.declare(kinds.Kind(name, **about)))
        return made[-1]

    yield make
    for each in made:
        del kinds._kinds[each.name]
