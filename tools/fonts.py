"""Cut the fonts down to what the pages use: python tools/fonts.py [--check]

The sources are npm packages of package-lock.json (npm ci). What comes out is committed under
amanah/static/fonts with its licences, so that nobody needs this tool to run Amanah.
--check makes them again elsewhere and compares, byte for byte.
"""

import hashlib
import shutil
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).parent.parent
PACKAGES = ROOT / "node_modules"
FONTS = ROOT / "amanah" / "static" / "fonts"

SERIF = "@fontsource-variable/source-serif-4"
SANS = "@fontsource-variable/atkinson-hyperlegible-next"
NASTALIQ = "@fontsource/noto-nastaliq-urdu"

LATIN_FEATURES = "ccmp,kern,liga,locl,mark,mkmk,tnum"
URDU_FEATURES = "ccmp,curs,fina,init,isol,kern,mark,medi,mkmk,rlig"
# The letters, marks, digits and stops of Urdu, and the five Arabic letters that names bring.
URDU = (
    "U+0020,U+00A0,U+060C,U+061B,U+061F,U+0621-0624,U+0626-063A,U+0641-064A,U+064B-0652,"
    "U+0654,U+0658,U+066A-066C,U+0670,U+0679,U+067E,U+0686,U+0688,U+0691,U+0698,U+06A9,U+06AF,"
    "U+06BA,U+06BE,U+06C1-06C3,U+06CC,U+06D2-06D4,U+06F0-06F9,U+200C-200F"
)

# our name: package, its file, weights kept (of a variable font), characters kept, features kept
CUTS = {
    "serif.woff2": (SERIF, "source-serif-4-latin-wght-normal", (400, 600), "*", LATIN_FEATURES),
    "serif-more.woff2": (
        SERIF,
        "source-serif-4-latin-ext-wght-normal",
        (400, 600),
        "*",
        LATIN_FEATURES,
    ),
    "sans.woff2": (
        SANS,
        "atkinson-hyperlegible-next-latin-wght-normal",
        (400, 700),
        "*",
        LATIN_FEATURES,
    ),
    "sans-more.woff2": (
        SANS,
        "atkinson-hyperlegible-next-latin-ext-wght-normal",
        (400, 700),
        "*",
        LATIN_FEATURES,
    ),
    "nastaliq.woff2": (
        NASTALIQ,
        "noto-nastaliq-urdu-arabic-400-normal",
        None,
        URDU,
        URDU_FEATURES,
    ),
}
LICENCES = {"serif": SERIF, "sans": SANS, "nastaliq": NASTALIQ}


def main(arguments: list[str]) -> int:
    if not PACKAGES.exists():
        print("node_modules is missing: run npm ci first.", file=sys.stderr)
        return 2
    if "--check" not in arguments:
        make(FONTS)
        return 0
    with tempfile.TemporaryDirectory() as elsewhere:
        make(Path(elsewhere))
        return compare(Path(elsewhere), FONTS)


def make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, (package, file, weights, characters, features) in CUTS.items():
        source = PACKAGES / package / "files" / f"{file}.woff2"
        cut(source, folder / name, weights, characters, features)
    for name, package in LICENCES.items():
        shutil.copyfile(PACKAGES / package / "LICENSE", folder / f"{name}.LICENSE")
    lines = [f"{_sha256(path)}  {path.name}\n" for path in sorted(folder.glob("*.*"))]
    (folder / "HASHES").write_text("".join(lines))


def cut(
    source: Path, target: Path, weights: tuple[int, int] | None, characters: str, features: str
) -> None:
    font = TTFont(source, recalcTimestamp=False)
    if weights:
        font = _again(instancer.instantiateVariableFont(font, {"wght": weights}))
    options = subset.Options(
        layout_features=features.split(","), flavor="woff2", hinting=False, glyph_names=False
    )
    cutter = subset.Subsetter(options)
    kept = font.getBestCmap() if characters == "*" else subset.parse_unicodes(characters)
    cutter.populate(unicodes=kept)
    cutter.subset(font)
    _rename(font, f"Amanah {target.stem.partition('-')[0].title()}")
    subset.save_font(font, str(target), options)


def _rename(font: TTFont, family: str) -> None:
    """A changed font may not go by the reserved name of the one it was made from."""
    for name, text in {
        1: family,
        3: family,
        4: family,
        6: family.replace(" ", ""),
        16: family,
    }.items():
        font["name"].setName(text, name, 3, 1, 0x409)


def _again(font: TTFont) -> TTFont:
    """The same font, read afresh: the cutter trips over tables that are half unpacked."""
    file = BytesIO()
    font.save(file)
    return TTFont(file, recalcTimestamp=False)


def compare(made: Path, committed: Path) -> int:
    names = {path.name for folder in (made, committed) for path in folder.iterdir()}
    differing = [name for name in sorted(names) if _read(made / name) != _read(committed / name)]
    for name in differing:
        print(f"{name} is not what tools/fonts.py makes of package-lock.json.", file=sys.stderr)
    return 1 if differing else 0


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
