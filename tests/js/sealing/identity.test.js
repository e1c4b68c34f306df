import assert from "node:assert/strict"
import { test } from "node:test"

import { bech32 } from "../../../amanah/static/vendor/age.js"
import { own, same, sign, toBase64, toBytes } from "../../../amanah/static/js/sealing/bytes.js"
import {
  isRecipient, newIdentity, pkcs8Of, pointOf, rawOf, recipientOf, selfFrom, selfOf, sharedWith,
} from "../../../amanah/static/js/sealing/identity.js"
import { pairKey } from "../../../amanah/static/js/sealing/pairs.js"
import { openFromSelf, sealToSelf } from "../../../amanah/static/js/sealing/selves.js"
import { refused, somebody } from "./cast.js"

/** As a browser remembers keys: wrapped, and unwrapped such that they cannot be exported. */
async function remembered(identity) {
  const raw = rawOf(identity)
  const key = await crypto.subtle.importKey("pkcs8", pkcs8Of(raw), { name: "X25519" }, false, ["deriveBits"])
  const base = await crypto.subtle.importKey("raw", own(raw), "HKDF", false, ["deriveBits", "deriveKey"])
  return await selfFrom(key, base, await recipientOf(identity))
}

test("keys that were remembered do what the keys of the identity do", async () => {
  const amina = await somebody()
  const bilal = await somebody()
  const again = await remembered(amina.identity)
  const bytes = toBytes("the same")

  assert.equal(again.recipient, amina.self.recipient)
  assert.deepEqual(await sign(again.macKey, bytes), await sign(amina.self.macKey, bytes))
  assert.equal(await openFromSelf(again, await sealToSelf(amina.self, '"both ways"')), '"both ways"')
  assert.equal(await openFromSelf(amina.self, await sealToSelf(again, '"both ways"')), '"both ways"')
  for (const direction of ["to", "from"]) {
    const one = await sign(await pairKey(again, bilal.self.recipient, "words", direction), bytes)
    assert.deepEqual(one, await sign(await pairKey(amina.self, bilal.self.recipient, "words", direction), bytes))
  }
})

test("no key of an open lock can be carried away", async () => {
  const { self } = await somebody()
  const pair = await pairKey(self, self.recipient, "words", "to")
  const tries = [["pkcs8", self.key], ["jwk", self.key], ["raw", self.sealKey], ["jwk", self.sealKey],
    ["raw", self.macKey], ["jwk", self.macKey], ["raw", pair], ["jwk", pair]]

  for (const [format, key] of tries) {
    assert.equal(key.extractable, false)
    await assert.rejects(crypto.subtle.exportKey(format, key), { name: /^InvalidAccess/ })
  }
  const free = await crypto.subtle.generateKey({ name: "X25519" }, true, ["deriveBits"])
  assert.equal((await crypto.subtle.exportKey("pkcs8", free.privateKey)).byteLength, 48)
})

test("two people share a secret, and a third has another", async () => {
  const [amina, bilal, chiara] = [await somebody(), await somebody(), await somebody()]
  const shared = await sharedWith(amina.self, bilal.self.recipient)

  assert.ok(same(shared, await sharedWith(bilal.self, amina.self.recipient)))
  assert.ok(!same(shared, await sharedWith(chiara.self, amina.self.recipient)))
})

test("a pair's keys differ by direction and purpose", async () => {
  const [amina, bilal] = [await somebody(), await somebody()]
  const bytes = toBytes("who said so?")
  const tag = async (self, other, purpose, direction) =>
    toBase64(await sign(await pairKey(self, other.self.recipient, purpose, direction), bytes))
  const all = []
  for (const purpose of ["words", "grant", "disclosure"]) {
    const sent = await tag(amina.self, bilal, purpose, "to")
    assert.equal(sent, await tag(bilal.self, amina, purpose, "from"))
    assert.notEqual(sent, await tag(amina.self, bilal, purpose, "from"))
    all.push(sent, await tag(bilal.self, amina, purpose, "to"))
  }
  assert.equal(new Set(all).size, 6)
})

test("a recipient has one text", async () => {
  const { self: { recipient } } = await somebody()
  assert.ok(isRecipient(recipient))
  assert.equal(bech32.encodeFromBytes("age", pointOf(recipient)), recipient)

  const short = bech32.encodeFromBytes("age", new Uint8Array(31))
  const other = bech32.encodeFromBytes("agf", new Uint8Array(32))
  const wrong = [recipient.toUpperCase(), ` ${recipient}`, `${recipient}q`, recipient.slice(0, -1), short,
    other, "age1", "", null, undefined, 7, {}, await newIdentity()]
  for (const text of wrong) assert.equal(isRecipient(text), false, String(text))
})

test("an identity is 32 bytes under its own name", async () => {
  const identity = await newIdentity()
  assert.equal(rawOf(identity).length, 32)

  const { self: { recipient } } = await somebody()
  const mixed = identity.slice(0, -4) + identity.slice(-4).toLowerCase()
  for (const text of [identity.toLowerCase(), mixed, recipient, identity.slice(0, -1), "", undefined, {}]) {
    assert.throws(() => rawOf(text), { code: "sealing.damaged" }, String(text))
  }
})

test("a key with which everybody shares the same secret is refused", async () => {
  const { self } = await somebody()
  for (const first of [0, 1]) {
    const point = new Uint8Array(32)
    point[0] = first
    await refused("sealing.damaged", sharedWith(self, bech32.encodeFromBytes("age", point)))
  }
  const honest = await somebody()
  assert.equal((await sharedWith(self, honest.self.recipient)).length, 32)
})
