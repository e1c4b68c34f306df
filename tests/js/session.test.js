import assert from "node:assert/strict"
import { test } from "node:test"

import { wouldArrive } from "../../amanah/static/js/shell/session.js"

const answering = (status, body = {}) => async () => Response.json(body, { status })
const amina = { person: "amina", token: "fresh" }

test("what the person signed in here would send arrives, with a token that will do", async () => {
  assert.deepEqual(await wouldArrive("/session/", "amina", answering(200, amina)), {
    state: "ready",
    token: "fresh",
  })
})

test("somebody else at the same browser cannot send it in their name", async () => {
  assert.deepEqual(await wouldArrive("/session/", "bilal", answering(200, amina)), {
    state: "somebody-else",
  })
})

test("one who was signed out is told so", async () => {
  assert.deepEqual(await wouldArrive("/session/", "amina", answering(401)), { state: "signed-out" })
})

test("a visitor's form needs nobody to be signed in", async () => {
  assert.deepEqual(await wouldArrive("/session/", "", answering(401)), { state: "ready" })
  assert.deepEqual(await wouldArrive("/session/", "", answering(200, amina)), {
    state: "somebody-else",
  })
})

test("no network, or a server that is ill, is not reached", async () => {
  const cut = async () => {
    throw new TypeError("Failed to fetch")
  }
  assert.deepEqual(await wouldArrive("/session/", "amina", cut), { state: "unreachable" })
  assert.deepEqual(await wouldArrive("/session/", "amina", answering(503)), {
    state: "unreachable",
  })
})

test("an answer that is not ours, as a hospital's portal gives, is not reached", async () => {
  const portal = async () => new Response("<html>Please accept</html>", { status: 200 })

  assert.deepEqual(await wouldArrive("/session/", "amina", portal), { state: "unreachable" })
})
