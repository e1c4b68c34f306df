"""Checks the documents: links lead somewhere, named files and make targets exist, examples run.

Run by `make docs`; the checks themselves are also tests (tests/house/test_documents.py).
"""

import doctest
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import django

ROOT = Path(__file__).resolve().parent.parent
INDEX = "docs/index.md"
FENCE = re.compile(r"^( *)(`{3,})([^\n`]*)\n(.*?)^\1\2 *$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s[^)]*)?\)")
HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)
CODE_SPAN = re.compile(r"`([^`\n]+)`")
OURS = re.compile(r"^(amanah|bench|docs|requirements|security|tests|tools)/[\w./-]+$")
MAKE = re.compile(r"^ *(?:\$ )?make ([a-z-]+)", re.MULTILINE)
TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)


def pages(root: Path = ROOT) -> list[Path]:
    """Every document: those at the top, and all below docs/."""
    return [*sorted(root.glob("*.md")), *sorted(root.glob("docs/**/*.md"))]


def troubles_of(page: Path, root: Path = ROOT) -> list[str]:
    """What is wrong on one page, each as a sentence."""
    text = page.read_text()
    prose = FENCE.sub("", text)
    return [
        *_broken_links(page, prose),
        *_missing_files(prose, root),
        *_missing_targets(text, root),
        *_failing_examples(page, text),
    ]


def unreachable(root: Path = ROOT) -> list[str]:
    """Pages below docs/ that nobody gets to by following links from its index."""
    seen: set[Path] = set()
    waiting = [root / INDEX]
    while waiting:
        page = waiting.pop()
        if page not in seen and page.is_file() and page.suffix == ".md":
            seen.add(page)
            waiting += [target for _link, target, _part in _links(page, page.read_text())]
    return sorted(str(page.relative_to(root)) for page in set(pages(root)) - seen if _below(page))


def _below(page: Path) -> bool:
    return "docs" in page.parts


def _links(page: Path, text: str) -> Iterator[tuple[str, Path, str]]:
    """Each link within the repository: as written, the file it names, the part of it."""
    for link in LINK.findall(FENCE.sub("", text)):
        if not re.match(r"[a-z]+:", link):
            path, _hash, part = unquote(link).partition("#")
            yield link, (page.parent / path).resolve() if path else page, part


def _broken_links(page: Path, prose: str) -> Iterator[str]:
    for link, target, part in _links(page, prose):
        if not target.exists():
            yield f"links to {link}, which is not there"
        elif part and part not in _anchors(target):
            yield f"links to {link}, which has no such heading"


def _anchors(page: Path) -> set[str]:
    headings = HEADING.findall(FENCE.sub("", page.read_text()))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _missing_files(prose: str, root: Path) -> Iterator[str]:
    for name in CODE_SPAN.findall(prose):
        if OURS.match(name) and not (root / name).exists():
            yield f"names {name}, which is not there"


def _missing_targets(text: str, root: Path) -> Iterator[str]:
    targets = set(TARGET.findall((root / "Makefile").read_text()))
    spans = "\n".join(CODE_SPAN.findall(FENCE.sub("", text)))
    for name in sorted(set(MAKE.findall(f"{text}\n{spans}")) - targets):
        yield f"says `make {name}`, which the Makefile does not know"


def _failing_examples(page: Path, text: str) -> Iterator[str]:
    """Run what stands in fences marked python, as one session a page."""
    blocks = [body for _i, _f, kind, body in FENCE.findall(text) if kind.strip() == "python"]
    session = "\n".join(block for block in blocks if ">>>" in block)
    said: list[str] = []
    example = doctest.DocTestParser().get_doctest(session, {}, page.name, str(page), 0)
    doctest.DocTestRunner(verbose=False).run(example, out=said.append)
    if said:
        yield f"has an example that fails:\n{''.join(said)}"
    for block in blocks:
        if ">>>" not in block:
            try:
                compile(block, page.name, "exec")
            except SyntaxError as fault:
                yield f"has Python that does not compile: {fault}"


def main() -> int:
    said = [
        f"{page.relative_to(ROOT)} {trouble}" for page in pages() for trouble in troubles_of(page)
    ]
    said += [f"{name} cannot be reached from {INDEX}" for name in unreachable()]
    print("\n".join(said) or f"{len(pages())} documents: links, names and examples hold.")
    return 1 if said else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amanah.config.settings")
    django.setup()
    sys.exit(main())
