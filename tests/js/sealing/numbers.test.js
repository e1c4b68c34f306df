import assert from "node:assert/strict"
import { pbkdf2Sync } from "node:crypto"
import { test } from "node:test"

import { isNumber, latinDigits, numberOf } from "../../../amanah/static/js/sealing/numbers.js"
import { somebody } from "./cast.js"

const NUMBER = "0123 4567 8901 2345 6789"

test("a number is twenty digits in five groups, of the first 66 bits", async () => {
  const { self: { recipient } } = await somebody()
  const bytes = pbkdf2Sync(recipient, "amanah/person-number/v1", 2 ** 20, 9, "sha256")
  const digits = (BigInt(`0x${bytes.toString("hex")}`) >> 6n).toString().padStart(20, "0")
  const number = await numberOf(recipient)

  assert.match(number, /^\d{4}( \d{4}){4}$/)
  assert.equal(number.replaceAll(" ", ""), digits)
  assert.notEqual(number, await numberOf((await somebody()).self.recipient))
})

test("a number is taken however it is spaced, and in the digits of Urdu and Arabic", () => {
  const ways = [NUMBER, "01234567890123456789", " 0123-4567 8901\n2345  6789 ", "0123 4567 89012345 6789",
    "۰۱۲۳ ۴۵۶۷ ۸۹۰۱ ۲۳۴۵ ۶۷۸۹", "٠١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨٩", "\u200f۰۱۲۳ 4567 ۸۹۰۱ ٢٣٤٥ ۶۷۸۹\u200f", "0123–4567–8901–2345–6789"]
  for (const typed of ways) assert.ok(isNumber(typed, NUMBER), typed)
})

test("a number that is nearly the same is not the same", () => {
  const wrong = ["", "0", NUMBER.slice(0, -1), `${NUMBER}0`, "1123 4567 8901 2345 6789", "0123 4567 8901 2345 6798",
    "123 4567 8901 2345 6789", "0123 4567 8901 2345", "O123 4567 8901 2345 6789"]
  for (const typed of wrong) assert.equal(isNumber(typed, NUMBER), false, typed)
})

test("nothing is never a number", () => {
  for (const typed of ["", " ", "yes"]) assert.equal(isNumber(typed, ""), false)
})

test("digits of Urdu and Arabic are the others", () => {
  assert.equal(latinDigits("۰۱۲۳۴۵۶۷۸۹ ٠١٢٣٤٥٦٧٨٩ 12 سلام"), "0123456789 0123456789 12 سلام")
})
