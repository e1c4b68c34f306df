import assert from "node:assert/strict"
import { test } from "node:test"
import fc from "fast-check"

import { openEnvelope, writeEnvelope } from "../../../amanah/static/js/sealing/envelopes.js"
import { openRoom, somebody, wordsOf } from "./cast.js"

const RUNS = 10_000
// What the keyboards of our readers write, and what breaks parsers.
const PIECES = ["سلام", "اُردُو", "\u200f", "نہیں\u200cہے", "ﷺ", "🌱", "👩🏽‍⚕️", "👨‍👩‍👧‍👦", "é", "e\u0301", "ß",
  "\n", "\r\n", "\r", "\u0000", "\u0001", "\u2028", "\u2029", "\ufeff", "\ufffd", "\ud800", "\udc00", " ", "   ", "\t", "\\", "\"", "'", "{}",
  "\\u0000", "__proto__", "-> X25519", "---", "age-encryption.org/v1", "Salaam", "I would rather not say."]
const text = fc.oneof(
  { weight: 5, arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((list) => list.join("")) },
  { weight: 3, arbitrary: fc.string({ unit: "binary", maxLength: 300 }) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", minLength: 200, maxLength: 900 }) },
)
const placed = fc.record({
  text, n: fc.integer({ min: 1, max: 2 ** 40 }), pins: fc.nat(), kind: fc.constantFrom("message", "hopes", "withdrawn"),
  ref: fc.oneof(fc.constant(""), fc.uuid()), mid: fc.uuid(),
})

/** The length of an age file with one X25519 stanza: its head, a nonce, and a tag for each 64 KiB. */
const HEAD = "age-encryption.org/v1\n-> X25519 \n\n--- \n".length + 3 * 43 + 16

test(`words of any kind come out as they went in, ${RUNS} times over`, async (t) => {
  const [amina, bilal] = [await somebody(), await somebody()]
  const room = await openRoom(amina, bilal)
  const { keys, members } = room
  const lengths = {}
  let opened = 0
  await fc.assert(fc.asyncProperty(placed, async (more) => {
    const words = wordsOf(amina, room, more.text, more)
    const { file } = await writeEnvelope(amina.self, keys, words, members)
    const read = await openEnvelope(bilal.self, keys, file, members)
    assert.deepEqual(read, { words, roomTagHolds: true, tagHolds: true })

    const inside = Buffer.byteLength(JSON.stringify(words)) + 3 * 43 + 3
    let bucket = 256
    while (bucket < inside) bucket *= 2
    assert.equal(file.length, HEAD + bucket + 16)
    lengths[file.length] = (lengths[file.length] ?? 0) + 1
    opened += 1
  }), { numRuns: RUNS })
  t.diagnostic(`envelopes: ${opened} opened as written, by size ${JSON.stringify(lengths)}`)
  assert.equal(opened, RUNS)
  assert.ok(Object.keys(lengths).length >= 3)
})

test("two texts of one bucket are equally long, and the next letter is in the next bucket", async () => {
  const amina = await somebody()
  const room = await openRoom(amina)
  const length = async (text) =>
    (await writeEnvelope(amina.self, room.keys, wordsOf(amina, room, text), room.members)).file.length
  const bare = Buffer.byteLength(JSON.stringify(wordsOf(amina, room, ""))) + 2 * 43 + 2
  for (const bucket of [512, 1024, 2048, 4096, 131_072]) {
    const most = bucket - bare
    const size = await length("a".repeat(most))
    assert.equal(await length("a".repeat(Math.max(1, bucket / 2 - bare + 1))), size)
    assert.equal(await length("س".repeat(most >> 1)), size)
    assert.ok(await length("a".repeat(most + 1)) > size)
  }
  assert.equal(await length("yes"), await length("I would rather not"))
})
