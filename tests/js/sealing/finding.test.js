/** Finding words, however they are written. */
import assert from "node:assert/strict"
import { test } from "node:test"

import { holds, plain } from "../../../amanah/static/js/sealing/finding.js"

test("capitals, accents and spaces make no difference", () => {
  assert.ok(holds("The Café   on Monday", "cafe monday"))
  assert.ok(holds("STRASSE", "strasse"))
  assert.ok(!holds("The Café on Monday", "cafe tuesday"))
})

test("letters of Urdu and Arabic that keyboards write in two ways are one", () => {
  assert.equal(plain("كتاب"), plain("کتاب"))
  assert.ok(holds("ایک مقالہ شائع ہُوا", "مقاله هوا"))
  assert.ok(!holds("ایک مقالہ", "کتاب"))
})

test("nothing is found by nothing", () => {
  assert.ok(!holds("words", "   "))
  assert.ok(!holds("words", "\u064e"))
})
