import assert from "node:assert/strict"
import { createHash, createHmac, hkdfSync } from "node:crypto"
import { test } from "node:test"
import fc from "fast-check"

import {
  Refused, concat, fromBase64, hkdf, hmacKey, padded, random, readObject, same, sha256, sign, toBase64, toBytes,
  toText, unpadded,
} from "../../../amanah/static/js/sealing/bytes.js"

const anyBytes = fc.uint8Array({ maxLength: 600 })
const anyText = fc.string({ unit: "grapheme" })

test("base64 goes there and back, as everybody else writes it", () => {
  fc.assert(fc.property(anyBytes, (bytes) => {
    assert.equal(toBase64(bytes), Buffer.from(bytes).toString("base64"))
    assert.deepEqual(fromBase64(toBase64(bytes)), bytes)
  }))
  const large = random(40_000)
  assert.deepEqual(fromBase64(toBase64(large)), large)
})

test("one text stands for given bytes and no other", () => {
  const others = ["QQ", "QQ=", "QR==", "QUJ=", "Q===", "====", "QQ==QQ==", "QUI=\n", " QUI=", "QU I", "QU-_",
    "QUI=QUI=", "é===", undefined, null, 7]
  for (const text of others) assert.throws(() => fromBase64(text), Refused, String(text))

  assert.deepEqual(fromBase64("QQ=="), toBytes("A"))
  assert.deepEqual(fromBase64(""), new Uint8Array(0))
})

test("a text is UTF-8 or it is refused, and its first mark is its own", () => {
  assert.throws(() => toText(Uint8Array.of(0xff)), TypeError)
  assert.equal(toText(toBytes("\ufeffسلام 🌱")), "\ufeffسلام 🌱")
})

test("hashes and derived keys are those of others", async () => {
  await fc.assert(fc.asyncProperty(anyBytes, anyBytes, anyText, async (secret, salt, info) => {
    assert.deepEqual(Buffer.from(await sha256(secret)), createHash("sha256").update(secret).digest())
    const derived = Buffer.from(hkdfSync("sha256", secret, salt, info, 42))
    assert.deepEqual(Buffer.from(await hkdf(secret, salt, info, 42)), derived)
    const mac = createHmac("sha256", derived).update(salt).digest()
    assert.deepEqual(Buffer.from(await sign(await hmacKey(derived), salt)), mac)
  }), { numRuns: 50 })
})

test("a key for a MAC cannot be carried away", async () => {
  const key = await hmacKey(random(32))

  await assert.rejects(crypto.subtle.exportKey("raw", key), { name: /^InvalidAccess/ })
  assert.equal((await sign(key, toBytes("still of use"))).length, 32)
})

test("a length tells a bucket only", () => {
  const sizes = { 0: 256, 1: 256, 255: 256, 256: 256, 257: 512, 512: 512, 513: 1024, 1025: 2048, 70_000: 131_072 }
  for (const [length, size] of Object.entries(sizes)) {
    assert.equal(padded("a".repeat(Number(length))).length, size, length)
  }
  assert.equal(padded("س".repeat(128)).length, 256)
  assert.equal(padded("س".repeat(129)).length, 512)
})

test("padding comes off, and nothing else does", () => {
  for (const text of ["", "{}", "{ }\n", "a\u00a0", "\t", "a\n\n"]) {
    assert.equal(unpadded(padded(text)), text)
  }
})

test("JSON is an object, or it is nothing", () => {
  assert.deepEqual(readObject('{"v":1} '), { v: 1 })
  for (const text of ["[1]", "null", "7", '"text"', "true", "", "{", "{}{}", undefined]) {
    assert.equal(readObject(text), null, text)
  }
})

test("bytes are the same or they are not", () => {
  fc.assert(fc.property(anyBytes, anyBytes, (one, other) => {
    assert.equal(same(one, other), Buffer.compare(one, other) === 0)
    assert.ok(same(one, Uint8Array.from(one)))
    assert.deepEqual(Buffer.from(concat(one, other)), Buffer.concat([one, other]))
  }))
})
