"""What is wrong with a page, by axe and by our own rules. An empty list is what we want."""

import json
import subprocess
from collections import Counter

from tests.journeys.browsing import PHONE, ROOT, WIDE

# How often axe ran, on how many pages, and what it found: said at the end of the journeys.
tally = Counter()
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = """
axe.run(document, {resultTypes: ["violations"]}).then(({violations, passes}) => ({
  passes: passes.length,
  violations: violations.map(({id, help, nodes}) => ({
    id, help, where: nodes.slice(0, 3).map((node) => node.html.slice(0, 200) + " | " +
      (node.failureSummary || "").slice(0, 300)),
  })),
}))
"""
FRAME = """
(() => {
  const html = document.documentElement
  return {
    lang: html.lang,
    dir: html.dir,
    title: document.title.trim(),
    headings: document.querySelectorAll("h1").length,
    overflow: html.scrollWidth - html.clientWidth,
  }
})()
"""
# A link inside a sentence may be as small as its words (WCAG 2.5.8); everything else is 44 px,
# itself or the label around it.
SMALL_TARGETS = """
(() => {
  const size = (one) => one.getBoundingClientRect()
  const isInSentence = (one) =>
    one.matches("a[href]") && getComputedStyle(one).display === "inline" &&
    one.parentElement.textContent.trim().length > one.textContent.trim().length
  const area = (one) => {
    const label = one.closest("label") || (one.labels && one.labels[0])
    const own = size(one)
    if (!label || !one.matches("[type=checkbox], [type=radio]")) return own
    const around = size(label)
    return around.width * around.height > own.width * own.height ? around : own
  }
  const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary"
  return [...document.querySelectorAll(controls)]
    .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    .filter((one) => !isInSentence(one) && !one.closest(".skip, .visually-hidden"))
    .map((one) => [one, area(one)])
    .filter(([, { width, height }]) => width > 1 && height > 1)
    .filter(([, { width, height }]) => width < 43.9 || height < 43.9)
    .map(([one, { width, height }]) =>
      `${Math.round(width)}×${Math.round(height)} ${one.outerHTML.slice(0, 140)}`)
})()
"""
# Numbers that Urdu would write with its own digits. Names, addresses and code are as they are.
LATIN_DIGITS = """
(() => {
  const asTheyAre = "bdi, code, kbd, samp, pre, script, style, [translate=no], [dir=ltr], [lang=en]"
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const found = []
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.replace(/\\S+@\\S+|https?:\\S+/g, "").trim()
    if (/[0-9]/.test(text) && !walker.currentNode.parentElement.closest(asTheyAre)) {
      found.push(text.slice(0, 80))
    }
  }
  return found
})()
"""


def install_axe():
    subprocess.run([ROOT / "tools/install-npm", "."], check=True, stdout=subprocess.DEVNULL)


def faults(page, glass, language):
    """Look at a page in both widths, light and dark; say what is wrong."""
    found = []
    tally["pages"] += 1
    for width in (WIDE, PHONE):
        page.set_viewport_size(width)
        found += _by_our_rules(glass, language, width["width"])
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            glass.load(AXE)
            result = glass.read(RULES)
            tally.update(runs=1, violations=len(result["violations"]))
            found += [
                f"axe, {width['width']} px, {scheme}: {json.dumps(one, ensure_ascii=False)}"
                for one in result["violations"]
            ]
    return found


def report():
    """What axe found in all, in one line; nothing where it never ran."""
    if not tally["runs"]:
        return ""
    return (
        f"axe: {tally['violations']} violations in {tally['runs']} runs "
        f"({tally['pages']} pages × languages, each at 1280 and 390 px, light and dark)"
    )


def _by_our_rules(glass, language, width):
    frame = glass.read(FRAME)
    wanted = {"lang": language, "dir": "rtl" if language == "ur" else "ltr", "headings": 1}
    found = [
        f"{name} is {frame[name]!r} where {value!r} is right"
        for name, value in wanted.items()
        if frame[name] != value
    ]
    if not frame["title"] or frame["title"].startswith("·"):
        found.append(f"its title is {frame['title']!r}")
    if frame["overflow"] > 0:
        found.append(f"it scrolls sideways by {frame['overflow']} px at {width} px")
    found += [f"too small to touch at {width} px: {one}" for one in glass.read(SMALL_TARGETS)]
    if language == "ur":
        found += [f"digits that are not Urdu's: {one}" for one in glass.read(LATIN_DIGITS)]
    return found
