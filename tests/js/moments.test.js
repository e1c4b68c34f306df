import assert from "node:assert/strict"
import { test } from "node:test"

import { inWords, variety } from "../../amanah/static/js/shell/moments.js"

const NOON = "2026-03-20T09:00:00Z"

test("a moment is told in the reader's zone, on the reader's day", () => {
  assert.match(inWords(NOON, { zone: "Asia/Karachi" }), /^20 March 2026.* 14:00$/)
  assert.match(inWords("2026-03-20T21:30:00Z", { zone: "Asia/Karachi" }), /^21 March 2026.* 02:30$/)
})

test("summer time moves the hour, not the day", () => {
  assert.match(inWords("2026-03-29T00:30:00Z", { zone: "Europe/Dublin" }), / 00:30$/)
  assert.match(inWords("2026-03-29T01:30:00Z", { zone: "Europe/Dublin" }), / 02:30$/)
})

test("Urdu is written as Urdu", () => {
  assert.match(inWords(NOON, { language: "ur", zone: "Asia/Karachi" }), /^۲۰ مارچ.*۱۴:۰۰$/)
})

test("what is not a moment is left as the server wrote it", () => {
  assert.equal(inWords(""), "")
  assert.equal(inWords("tomorrow"), "")
})

test("the reader's own variety of the language is used, and ours where there is none", () => {
  assert.equal(variety("en", ["ur-PK", "en-IE", "en-US"]), "en-IE")
  assert.equal(variety("en", ["en"]), "en-GB")
  assert.equal(variety("ur", ["en-GB"]), "ur")
})
