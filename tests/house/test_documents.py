"""The documents are true where a machine can tell."""

import pytest

from tools import check_docs


@pytest.mark.parametrize(
    "page", check_docs.pages(), ids=lambda page: str(page.relative_to(check_docs.ROOT))
)
def test_links_names_and_examples_hold(page):
    assert check_docs.troubles_of(page) == []


def test_every_page_can_be_reached_from_the_index():
    assert check_docs.unreachable() == []


@pytest.fixture
def papers(tmp_path):
    """A small repository whose documents are in order."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "saw").touch()
    (tmp_path / "Makefile").write_text("bench:\n\techo\n")
    (tmp_path / "docs" / "index.md").write_text("# Index\n\n[A](second.md#a-part) ![B](b.png)\n")
    (tmp_path / "docs" / "b.png").write_bytes(b"\x89PNG")
    (tmp_path / "docs" / "second.md").write_text("# Second\n\n## A part\n")
    return tmp_path


GOOD = "[A](second.md#a-part) `tools/saw` `make bench`\n\n```python\n>>> 1 + 1\n2\n```\n"


def test_a_page_in_order_has_no_troubles(papers):
    page = papers / "docs" / "third.md"
    page.write_text(GOOD)

    assert check_docs.troubles_of(page, papers) == []


@pytest.mark.parametrize(
    ("right", "wrong", "trouble"),
    [
        ("second.md", "fourth.md", "which is not there"),
        ("#a-part", "#apart", "no such heading"),
        ("tools/saw", "tools/axe", "names tools/axe"),
        ("make bench", "make haste", "make haste"),
        ("\n2\n", "\n3\n", "example that fails"),
        (">>> 1 + 1\n2", "1 +", "does not compile"),
    ],
)
def test_each_kind_of_trouble_is_found(papers, right, wrong, trouble):
    page = papers / "docs" / "third.md"
    page.write_text(GOOD.replace(right, wrong))

    [found] = check_docs.troubles_of(page, papers)

    assert trouble in found


def test_a_page_that_nothing_links_to_is_found(papers):
    assert check_docs.unreachable(papers) == []

    (papers / "docs" / "third.md").write_text(GOOD)

    assert check_docs.unreachable(papers) == ["docs/third.md"]
