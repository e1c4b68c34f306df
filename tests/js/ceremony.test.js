import assert from "node:assert/strict"
import { test } from "node:test"

import {
  assertion,
  creationOptions,
  registration,
  requestOptions,
  toBytes,
  toText,
  withoutPrf,
} from "../../amanah/static/js/people/ceremony.js"

const bytes = (...numbers) => Uint8Array.from(numbers).buffer
const asked = JSON.stringify({
  challenge: "-_8",
  user: { id: "AQI", name: "noor@example.org" },
  excludeCredentials: [{ type: "public-key", id: "Aw" }],
  extensions: { credProps: true, prf: { eval: { first: "BAU" } } },
})
const made = {
  id: "Bg",
  rawId: bytes(6),
  type: "public-key",
  response: { clientDataJSON: bytes(7), attestationObject: bytes(8), getTransports: () => ["internal"] },
  getClientExtensionResults: () => ({
    credProps: { rk: true },
    prf: { enabled: true, results: { first: bytes(66, 66, 66) } },
  }),
  toJSON: () => assert.fail("toJSON would tell what PRF yields"),
}

test("bytes survive the way there and back", () => {
  const all = Uint8Array.from({ length: 256 }, (_, number) => number)
  assert.deepEqual(toBytes(toText(all.buffer)), all)
  assert.equal(toText(bytes(251, 255)), "-_8")
  assert.equal(toText(null), null)
})

test("a new passkey is asked for PRF, with bytes where the browser wants bytes", () => {
  const options = creationOptions(asked)
  assert.deepEqual(options.challenge, Uint8Array.from([251, 255]))
  assert.deepEqual(options.user, { id: Uint8Array.from([1, 2]), name: "noor@example.org" })
  assert.deepEqual(options.excludeCredentials[0].id, Uint8Array.from([3]))
  assert.deepEqual(options.extensions.prf.eval.first, Uint8Array.from([4, 5]))
})

test("an authenticator that refuses PRF is asked for everything else", () => {
  assert.deepEqual(withoutPrf(creationOptions(asked)).extensions, { credProps: true })
})

test("what PRF yields stays in the browser; whether it can is told", () => {
  const told = JSON.parse(registration(made))
  assert.deepEqual(told.clientExtensionResults, { credProps: { rk: true }, prf: { enabled: true } })
  assert.equal(JSON.stringify(told).includes(toText(bytes(66, 66, 66))), false)
  assert.equal(told.rawId, "Bg")
  assert.deepEqual(told.response.transports, ["internal"])
})

test("an authenticator without extensions is fine", () => {
  const plain = { ...made, getClientExtensionResults: () => ({}) }
  assert.deepEqual(JSON.parse(registration(plain)).clientExtensionResults, {})
})

test("an answer tells nothing of extensions", () => {
  const credential = {
    ...made,
    response: { clientDataJSON: bytes(7), authenticatorData: bytes(8), signature: bytes(9), userHandle: null },
  }
  const told = JSON.parse(assertion(credential))
  assert.deepEqual(told.clientExtensionResults, {})
  assert.equal(told.response.userHandle, null)
  assert.equal(told.response.signature, "CQ")
})

test("what is asked of a known passkey names it", () => {
  const options = requestOptions(JSON.stringify({
    challenge: "AQ",
    allowCredentials: [{ type: "public-key", id: "Ag" }],
  }))
  assert.deepEqual(options.allowCredentials, [{ type: "public-key", id: Uint8Array.from([2]) }])
})
