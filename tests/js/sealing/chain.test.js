import assert from "node:assert/strict"
import { createHash } from "node:crypto"
import { test } from "node:test"
import fc from "fast-check"

import { concat, random, toBytes } from "../../../amanah/static/js/sealing/bytes.js"
import { firstHead, foldHeads, nextHead } from "../../../amanah/static/js/sealing/chain.js"

const room = "3f0c8f0e-6d0f-4c57-9a55-0d3f2a6f8a10"
const hash = (bytes) => Uint8Array.from(createHash("sha256").update(bytes).digest())

test("the first head names the room", async () => {
  assert.deepEqual(await firstHead(room), hash(`amanah/chain/v1\n${room}`))
  assert.notDeepEqual(await firstHead(room), await firstHead(crypto.randomUUID()))
})

test("each head is the hash of the head before and of the file", async () => {
  const head = await firstHead(room)
  const file = hash(toBytes("a file"))
  assert.deepEqual(await nextHead(head, file), hash(concat(head, file)))
})

test("folding goes one step after another, and none leaves it where it was", async () => {
  const shas = [random(32), random(32), random(32)]
  let head = await firstHead(room)
  assert.deepEqual(await foldHeads(head, []), head)
  for (const sha of shas) head = await nextHead(head, sha)
  assert.deepEqual(await foldHeads(await firstHead(room), shas), head)
})

test("nothing can be taken out of a history, moved, put in or changed without its showing", async () => {
  const file = fc.uint8Array({ minLength: 32, maxLength: 32 })
  const history = fc.uniqueArray(file, { minLength: 2, maxLength: 9, selector: String })
  await fc.assert(fc.asyncProperty(history, file, fc.nat(), async (shas, other, place) => {
    const first = await firstHead(room)
    const head = await foldHeads(first, shas)
    const at = place % shas.length
    const dropped = shas.toSpliced(at, 1)
    const swapped = [...shas]
    ;[swapped[0], swapped[shas.length - 1]] = [swapped[shas.length - 1], swapped[0]]
    for (const changed of [dropped, swapped, shas.toSpliced(at, 0, other), shas.toSpliced(at, 1, hash(other))]) {
      assert.notDeepEqual(await foldHeads(first, changed), head)
    }
    assert.deepEqual(await foldHeads(first, [...shas]), head)
  }))
})
