import assert from "node:assert/strict"
import { test } from "node:test"

import { endingOf, isProgram, safeName } from "../../../amanah/static/js/sealing/file-names.js"

test("a plain name stays as it is, in every language", () => {
  for (const name of ["Results 2026.pdf", "تحقیقی مقالہ.docx", "می‌خواهم.txt", "Résumé.odt", "报告.pdf", "family 👩‍⚕️.jpg"]) {
    assert.equal(safeName(name), name)
  }
})

test("nothing of a path is left", () => {
  for (const name of ["../../etc/passwd", "C:\\Windows\\passwd", "/etc/passwd", "a/..\\passwd", "..passwd", "  passwd  "]) {
    assert.equal(safeName(name), "passwd")
  }
})

test("what cannot be seen, or turns the reading direction, is taken out", () => {
  for (const [name, safe] of [
    ["report\u202Efdp.exe", "reportfdp.exe"], ["\u2066a\u2069.txt", "a.txt"], ["a\u0000.txt", "a.txt"], ["a\nb\u200b.txt", "ab.txt"],
    ["\u061ca.txt", "a.txt"], ["a\u{e0041}.txt", "a.txt"], ["a\u00ad.txt", "a.txt"], ["a\u200f.exe\u200f", "a.exe"],
  ]) assert.equal(safeName(name), safe)
})

test("what a file system does not take is replaced", () => {
  assert.equal(safeName('a<b>:"|?*.pdf'), "a_b______.pdf")
  for (const name of ["CON", "nul.txt", "Com1.pdf"]) assert.equal(safeName(name), `_${name}`)
  assert.equal(safeName("console.txt"), "console.txt")
})

test("there is always a name", () => {
  for (const name of ["", "...", "/", "\u202E", "   "]) assert.equal(safeName(name), "file")
})

test("a long name keeps its ending", () => {
  const name = safeName(`${"ا".repeat(300)}.pdf`)

  assert.equal([...name].length, 120)
  assert.ok(name.endsWith(".pdf"))
  assert.equal([...safeName("x".repeat(300))].length, 120)
})

test("the last ending tells what it is, whatever stands before", () => {
  assert.deepEqual(["a.pdf", "a.pdf.exe", "a", ".hidden", "a.tar.gz"].map(endingOf), ["PDF", "EXE", "", "", "GZ"])
  assert.deepEqual(["a.pdf.exe", "a.html", "a.SVG", "a.docm"].map(isProgram), [true, true, true, true])
  assert.deepEqual(["a.exe.pdf", "a.pdf", "exe", "a.docx"].map(isProgram), [false, false, false, false])
})
