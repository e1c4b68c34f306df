"""What came from elsewhere is what its hashes say, has its licence beside it, and is enough."""

import hashlib
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

STATIC = Path("amanah/static")
FOLDERS = [STATIC / "vendor", STATIC / "fonts"]
NAMES = ["Siobhán O’Brien", "Łukasz Żółć", "Ștefan Țăran", "Çağlar Şahin", "Þórunn Ægisdóttir"]
ARABIC = re.compile(r"[\u0600-\u06ff]")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_file_is_listed_and_is_what_its_hash_says(folder):
    listed = dict(
        reversed(line.split("  ")) for line in (folder / "HASHES").read_text().split("\n")[:-1]
    )
    there = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "HASHES"
    }

    assert listed == there


@pytest.mark.parametrize(
    "path",
    [path for folder in FOLDERS for path in sorted(folder.glob("*.[jw]*"))],
    ids=lambda path: path.name,
)
def test_every_file_has_its_licence_beside_it(path):
    licence = path.with_name(path.stem.partition("-")[0] + ".LICENSE").read_text()

    known = r"SIL Open Font|Redistribution and use|Permission (?:to use|is hereby granted)|CC BY"
    assert re.search(known, licence)


def test_the_urdu_letters_are_enough_for_everything_in_urdu_on_our_pages():
    font = TTFont(STATIC / "fonts" / "nastaliq.woff2").getBestCmap()
    pages = [*Path("amanah").rglob("*.html"), *Path("amanah/locale").rglob("*.po")]
    written = {letter for page in pages for letter in ARABIC.findall(page.read_text())}

    assert len(written) > 30
    assert {letter for letter in written if ord(letter) not in font} == set()


def test_a_name_from_anywhere_in_europe_has_its_letters():
    letters = {
        letter
        for file in ("sans.woff2", "sans-more.woff2")
        for letter in TTFont(STATIC / "fonts" / file).getBestCmap()
    }

    missing = {name: [c for c in name if ord(c) not in letters] for name in NAMES}

    assert missing == {name: [] for name in NAMES}
