import assert from "node:assert/strict"
import { test } from "node:test"

import { armor } from "../../../amanah/static/vendor/age.js"
import { random } from "../../../amanah/static/js/sealing/bytes.js"
import { codeFromFile, fileText, newCode, tidyCode } from "../../../amanah/static/js/sealing/sheets.js"
import { refused } from "./cast.js"

const CODE = /^([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{2}$/

test("a code has 128 bits, in groups that are easily read out", () => {
  const codes = Array.from({ length: 1000 }, newCode)
  for (const code of codes) assert.match(code, CODE)
  assert.equal(new Set(codes).size, 1000)
  for (let place = 1; place < 26; place += 1) {
    const letters = new Set(codes.map((code) => code.replaceAll("-", "")[place]))
    assert.equal(letters.size, 32, `every letter comes at place ${place}`)
  }
})

test("a code comes back as it was printed, however it is typed", () => {
  const code = "0123-4567-89AB-CDEF-GHJK-MNPQ-RS"
  const ways = [code, code.toLowerCase(), code.replaceAll("-", ""), code.replaceAll("-", " "), ` ${code}\n`,
    "O123-4567-89AB-CDEF-GHJK-MNPQ-RS", "oi23-4567-89ab-cdef-ghjk-mnpq-rs", "0L23 4567 89AB CDEF GHJK MNPQ RS",
    "۰۱۲۳-۴۵۶۷-۸۹AB-CDEF-GHJK-MNPQ-RS", "\u200e0123–4567–89AB–CDEF–GHJK–MNPQ–RS\u200f", "０１２３ 4567 89AB CDEF GHJK MNPQ RS"]
  for (const typed of ways) assert.equal(tidyCode(typed), code, typed)
  assert.notEqual(tidyCode("0123-4567-89AB-CDEF-GHJK-MNPQ-RT"), code)
})

test("every code is tidy as it is", () => {
  for (let made = 0; made < 300; made += 1) {
    const code = newCode()
    assert.equal(tidyCode(code), code)
  }
})

test("a saved file holds its words, its code and the lock itself", () => {
  const [code, blob] = [newCode(), random(700)]
  const text = fileText(code, blob, "Amanah: keep this file.\nاسے محفوظ رکھیں۔")
  assert.ok(text.startsWith("Amanah: keep this file.\nاسے محفوظ رکھیں۔\n"))
  assert.equal(codeFromFile(text), code)
  assert.deepEqual(armor.decode(text.slice(text.indexOf("-----BEGIN"))), blob)
})

test("a saved file is read whatever became of its ends of lines", async () => {
  const code = newCode()
  const text = fileText(code, random(300), "Salaam")
  for (const changed of [text.replaceAll("\n", "\r\n"), text.replaceAll("\n", "\r"), `\ufeff${text}`, text.trim()]) {
    assert.equal(codeFromFile(changed), code)
  }
  for (const other of ["", "Salaam", code.slice(1), `${code}X`, `X${code}`, text.replace(code, "")]) {
    await refused("sealing.no-code", async () => codeFromFile(other))
  }
})
