/** Asking now and then: seldomer while nothing comes, never while nobody looks. */
import assert from "node:assert/strict"
import { test } from "node:test"

import { beat, nextWait } from "../../../amanah/static/js/sealing/beat.js"

/** Clocks that go on when they are told to. */
function hall(answers) {
  const waits = []
  let act = null
  const page = { isSeen: true, looked: 0 }
  const one = beat(async () => { page.looked += 1; return answers.shift() ?? false }, {
    isSeen: () => page.isSeen,
    later: (what, ms) => { waits.push(ms); act = what; return 1 },
    never: () => { act = null },
  })
  const tick = async () => { const now = act; act = null; await now?.(); await null; await null }
  return { one, waits, page, tick }
}

test("the longer nothing comes the less often it asks, up to a bound", () => {
  assert.ok(nextWait(4_000, false) > 4_000)
  assert.equal(nextWait(1_000_000, false), 30_000)
  assert.equal(nextWait(30_000, true), 4_000)
})

test("it asks again after each answer, sooner when something came", async () => {
  const { one, waits, page, tick } = hall([false, false, true])
  one.start()
  for (let n = 0; n < 3; n += 1) await tick()
  assert.equal(page.looked, 3)
  assert.deepEqual(waits, [4_000, 6_000, 9_000, 4_000])
})

test("it asks nothing while the page is hidden or the lock is closed, and at once when it is seen", async () => {
  const { one, page, tick } = hall([])
  one.start()
  page.isSeen = false
  one.turned()
  await tick()
  assert.equal(page.looked, 0)
  page.isSeen = true
  one.turned()
  await tick()
  assert.equal(page.looked, 1)
  one.stop()
  one.turned()
  await tick()
  assert.equal(page.looked, 1)
})
