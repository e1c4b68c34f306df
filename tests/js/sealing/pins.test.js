import assert from "node:assert/strict"
import { test } from "node:test"

import { Encrypter, Stanza, base64nopad } from "../../../amanah/static/vendor/age.js"
import { fromBase64, padded, random, toBase64, toBytes, toText } from "../../../amanah/static/js/sealing/bytes.js"
import { VEILED, newPins, openPins, sealPins, unveiled, veiled } from "../../../amanah/static/js/sealing/pins.js"
import { openFromSelf, sealToSelf } from "../../../amanah/static/js/sealing/selves.js"
import { flipped, refused, somebody } from "./cast.js"

const amina = await somebody()
const room = crypto.randomUUID()
const pins = { ...newPins(amina.person, 1, room), counter: 4 }
const blob = await sealPins(amina.self, pins)
const expected = { person: amina.person, generation: 1, counter: 4, atLeast: 4 }

test("pins are there from the first day, and open as they were sealed", async () => {
  const first = newPins(amina.person, 1, room)
  assert.deepEqual(first, {
    v: 1, person: amina.person, generation: 1, counter: 1, people: {}, rooms: {}, private: { room, epochs: {} },
  })
  assert.deepEqual(await openPins(amina.self, blob, expected), pins)
  assert.deepEqual(await openPins(amina.self, blob, { ...expected, atLeast: 0 }), pins)
})

test("pins that are missing never mean that this is the first time", async () => {
  await refused("sealing.pins-missing", openPins(amina.self, null, expected))
  await refused("sealing.pins-missing", openPins(amina.self, null, { ...expected, counter: 0, atLeast: 0 }))
})

test("pins older than seen are refused", async () => {
  await refused("sealing.pins-old", openPins(amina.self, blob, { ...expected, atLeast: 5 }))
})

test("older pins under a newer number are refused", async () => {
  for (const counter of [3, 5, 400]) {
    await refused("sealing.pins-wrong", openPins(amina.self, blob, { ...expected, counter, atLeast: 0 }))
  }
})

test("pins of somebody else or of an earlier lock are refused", async () => {
  const bilal = await somebody()
  const theirs = await sealPins(bilal.self, { ...pins, person: bilal.person })

  await refused("sealing.pins-wrong", openPins(amina.self, theirs, expected))
  await refused("sealing.pins-wrong", openPins(bilal.self, blob, { ...expected, person: bilal.person }))
  await refused("sealing.pins-wrong", openPins(amina.self, blob, { ...expected, generation: 2 }))
  assert.equal((await openPins(bilal.self, theirs, { ...expected, person: bilal.person })).counter, 4)
})

test("the file of other pins cannot be put under a MAC", async () => {
  const later = await sealPins(amina.self, { ...pins, counter: 5 })
  const [mac] = toText(later).split("\n")
  const [, file] = toText(blob).split("\n")

  await refused("sealing.pins-wrong", openPins(amina.self, toBytes(`${mac}\n${file}`), { ...expected, counter: 5 }))
  assert.equal((await openPins(amina.self, later, { ...expected, counter: 5 })).counter, 5)
})

test("no bit of the pins can be changed unnoticed", async () => {
  for (let at = 0; at < blob.length * 8; at += 5) {
    await refused("sealing.pins-wrong", openPins(amina.self, flipped(blob, at), expected))
  }
  for (const cut of [0, 1, 43, 44, 45, 100, blob.length - 1]) {
    await refused("sealing.pins-wrong", openPins(amina.self, blob.subarray(0, cut), expected))
  }
  await refused("sealing.pins-wrong", openPins(amina.self, toBytes(`${toText(blob)}\n`), expected))
})

test("pins grow by the size of a bucket", async () => {
  const length = async (people) => (await sealPins(amina.self, { ...pins, people })).length
  const small = await length({})
  assert.equal(small, await length({ [amina.person]: { keys: {}, verified: {} } }))
  assert.ok(small < await length({ [amina.person]: { keys: { 1: "a".repeat(200) }, verified: {} } }))
})

test("what is sealed to oneself opens to oneself", async () => {
  const bilal = await somebody()
  for (const text of ['{"text":"سلام 🌱"}', "{}", JSON.stringify({ text: " \n\u0000\r\n " })]) {
    const file = await sealToSelf(amina.self, text)
    assert.equal(await openFromSelf(amina.self, file), text)
    await refused("sealing.damaged", openFromSelf(bilal.self, file))
    await refused("sealing.damaged", openFromSelf(amina.self, flipped(file, file.length * 4)))
  }
})

test("what others seal to my public key is not sealed to myself", async () => {
  const encrypter = new Encrypter()
  encrypter.addRecipient(amina.self.recipient)
  await refused("sealing.damaged", openFromSelf(amina.self, await encrypter.encrypt(padded("{}"))))
  await refused("sealing.damaged", openFromSelf(amina.self, toBytes("{}")))
})

test("what is sealed to oneself is sealed to nobody else besides", async () => {
  const alone = new Encrypter()
  alone.addRecipient({ wrapFileKey: wrapped })
  assert.equal(await openFromSelf(amina.self, await alone.encrypt(padded("{}"))), "{}")

  alone.addRecipient(amina.self.recipient)
  await refused("sealing.damaged", openFromSelf(amina.self, await alone.encrypt(padded("{}"))))
})

/** A stanza to oneself, as our module makes it. */
async function wrapped(key) {
  const iv = random(12)
  const body = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, amina.self.sealKey, key)
  return [new Stanza(["amanah/self", base64nopad.encode(iv)], new Uint8Array(body))]
}

test("the lines of pins are a MAC of 32 bytes and an age file", () => {
  const [mac, file, ...more] = toText(blob).split("\n")
  assert.equal(fromBase64(mac).length, 32)
  assert.match(toText(fromBase64(file).subarray(0, 40)), /^age-encryption.org\/v1\n-> amanah\/self /)
  assert.deepEqual(more, [])
  assert.equal(toBase64(fromBase64(file)), file)
})

test("the counter that words carry is read by their author alone", async () => {
  const bilal = await somebody()
  const place = { room, mid: "2d5b1a52-3c5b-4f0e-9d0c-7f9d4a1c2b3e" }
  for (const counter of [1, 7, 2 ** 40]) {
    const told = await veiled(amina.self, counter, place)
    assert.ok(Number.isSafeInteger(told) && told >= VEILED)
    assert.equal(await unveiled(amina.self, told, place), counter)
    assert.notEqual(await unveiled(bilal.self, told, place), counter)
    assert.notEqual(await unveiled(amina.self, told, { ...place, mid: "other" }), counter)
  }
})

test("what lies between two of somebody's words cannot be told from what these carry", async () => {
  const [one, next] = await Promise.all(["one", "next"].map((mid) => veiled(amina.self, 7, { room, mid })))
  assert.notEqual(one, next)
  // Far apart, and not by what was done meanwhile: one that was veiled by nothing would differ by 1.
  const after = await veiled(amina.self, 8, { room, mid: "next" })
  assert.notEqual(Math.abs(after - one), 1)
})

test("words from before it was veiled still hold the server to their counter", async () => {
  assert.equal(await unveiled(amina.self, 12, { room, mid: "of before" }), 12)
})
