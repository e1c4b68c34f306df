import assert from "node:assert/strict"
import { test } from "node:test"

import { MOST, emptied, filled, sizeFor } from "../../../amanah/static/js/sealing/sizes.js"

const MB = 1024 * 1024

test("sizes double to a megabyte and are whole megabytes from there", () => {
  const told = [0, 1, 4096, 4097, 600_000, MB, MB + 1, 5 * MB, 5 * MB + 1, MOST].map(sizeFor)

  assert.deepEqual(told, [4096, 4096, 4096, 8192, MB, MB, 2 * MB, 5 * MB, 6 * MB, MOST])
})

test("there are eighteen of them", () => {
  const sizes = new Set()
  for (let length = 0; length <= MOST; length += 1024) sizes.add(sizeFor(length))

  assert.equal(sizes.size, 18)
})

test("what was filled up is emptied to what it was", () => {
  const bytes = Uint8Array.from([1, 2, 0, 0])

  assert.deepEqual(emptied(filled(bytes), 4), bytes)
  assert.equal(filled(bytes).length, 4096)
})

test("bytes behind the end, or another size, are not how it is made", () => {
  const whole = filled(Uint8Array.from([1, 2, 3]))

  assert.equal(emptied(whole, 2), null)
  assert.equal(emptied(whole.subarray(0, 100), 3), null)
  assert.equal(emptied(new Uint8Array(8192), 3), null)
  assert.deepEqual(emptied(whole, 3), Uint8Array.from([1, 2, 3]))
})
