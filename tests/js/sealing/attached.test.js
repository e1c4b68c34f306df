import assert from "node:assert/strict"
import { test } from "node:test"

import { readAttached } from "../../../amanah/static/js/sealing/attached.js"
import { openEnvelope, writeEnvelope } from "../../../amanah/static/js/sealing/envelopes.js"
import { openRoom, somebody, wordsOf } from "./cast.js"

const ONE = {
  v: 1, name: "5f0b1f5e-7a51-4c9e-9a52-0f6c5b1f4f10", file: "نتائج.pdf", type: "application/pdf",
  size: 12, epoch: 1, sha256: `${"A".repeat(43)}=`,
}

test("an envelope says what goes with its words, and one without says nothing of it", async () => {
  const amina = await somebody()
  const room = await openRoom(amina)
  const [plain, along] = await Promise.all([{}, { attachments: [ONE] }].map(async (more) => {
    const { file } = await writeEnvelope(amina.self, room.keys, wordsOf(amina, room, "Here", more), room.members)
    return (await openEnvelope(amina.self, room.keys, file, room.members)).words
  }))

  assert.equal(Object.hasOwn(plain, "attachments"), false)
  assert.deepEqual(readAttached(along.attachments), [ONE])
  assert.deepEqual([along.v, along.text], [1, "Here"])
})

test("what an envelope may say of files is of one form; everything else is unknown", () => {
  const wrong = [
    { ...ONE, v: 2 }, { ...ONE, name: "../../etc/passwd" }, { ...ONE, size: -1 }, { ...ONE, size: 10 * 1024 * 1024 + 1 },
    { ...ONE, size: "12" }, { ...ONE, epoch: 0 }, { ...ONE, sha256: "abc" }, { ...ONE, file: "x".repeat(256) },
    { ...ONE, file: 7 }, null, "text", [],
  ]

  for (const one of wrong) assert.deepEqual(readAttached([one, ONE]), [null, ONE])
  for (const all of [undefined, null, "text", 7, {}]) assert.deepEqual(readAttached(all), [])
})

test("no more than five go with the same words", () => {
  assert.equal(readAttached(Array.from({ length: 99 }, () => ONE)).length, 5)
})

test("only what is known of a file goes on", () => {
  assert.deepEqual(readAttached([{ ...ONE, onclick: "alert(1)" }]), [ONE])
})
