import assert from "node:assert/strict"
import { test } from "node:test"

import { Encrypter, Stanza, armor, base64nopad } from "../../../amanah/static/vendor/age.js"
import { padded, random, toBytes } from "../../../amanah/static/js/sealing/bytes.js"
import { newIdentity, recipientOf } from "../../../amanah/static/js/sealing/identity.js"
import {
  openByPasskey, openByPhrase, sealByPasskey, sealByPhrase,
} from "../../../amanah/static/js/sealing/locks.js"
import { flipped, refused } from "./cast.js"

const PHRASE = "correct horse battery staple amanah shore"
const person = crypto.randomUUID()
const expected = { person, generation: 1 }
const secret = { ...expected, identity: await newIdentity() }
const byPhrase = await sealByPhrase(secret, PHRASE)
const prf = random(32)
const byPasskey = await sealByPasskey(secret, prf)
const plain = padded(JSON.stringify({ v: 1, ...secret }))

/** A blob by somebody who may choose its recipient. */
async function forged(recipient, bytes = plain) {
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  return await encrypter.encrypt(bytes)
}

/** A blob as age makes it at another work factor. */
async function atWork(logN) {
  const encrypter = new Encrypter()
  encrypter.setPassphrase(PHRASE)
  encrypter.setScryptWorkFactor(logN)
  return await encrypter.encrypt(plain)
}

/** The blob with another first line of its stanza. */
function saying(blob, from, to) {
  const text = Buffer.from(blob).toString("latin1")
  assert.ok(text.includes(from))
  return new Uint8Array(Buffer.from(text.replace(from, to), "latin1"))
}

test("a phrase opens the lock that it closed", async () => {
  assert.deepEqual(await openByPhrase(byPhrase, PHRASE, expected), secret)
  assert.match(Buffer.from(byPhrase).toString("latin1"), /^age-encryption.org\/v1\n-> scrypt \S+ 16\n/)
})

test("another phrase does not, and is told apart from a lock that was tampered with", async () => {
  await refused("sealing.wrong-phrase", openByPhrase(byPhrase, `${PHRASE}s`, expected))
  await refused("sealing.wrong-phrase", openByPhrase(byPhrase, PHRASE.toUpperCase(), expected))

  await refused("sealing.damaged", openByPhrase(flipped(byPhrase, byPhrase.length * 8 - 1), PHRASE, expected))
  const mac = saying(byPhrase, "--- ", "--- AAAA").subarray(0, byPhrase.length)
  await refused("sealing.damaged", openByPhrase(mac, PHRASE, expected))
})

test("a lock is not made without a phrase", async () => {
  await refused("sealing.no-phrase", sealByPhrase(secret, ""))
})

test("a lock that would be easy to guess at is refused", async () => {
  for (const logN of [1, 10, 15]) {
    await refused("sealing.weak-lock", openByPhrase(await atWork(logN), PHRASE, expected))
  }
  assert.deepEqual(await openByPhrase(await atWork(16), PHRASE, expected), secret)
  assert.deepEqual(await openByPhrase(await atWork(17), PHRASE, expected), secret)
})

test("a lock that would take for ever is refused before anything is derived", async () => {
  // A wrong phrase would be found out by deriving only; most of these would take minutes, or all
  // the memory there is.
  for (const work of ["18", "25", "30", "64", "99", "1e9", "999999999", "016", "16.0", "0x10", "+16", "-1", ""]) {
    const blob = saying(byPhrase, / 16\n/.exec(Buffer.from(byPhrase).toString("latin1"))[0], ` ${work}\n`)
    await refused("sealing.weak-lock", openByPhrase(blob, "another phrase", expected))
  }
})

test("two stanzas are one too many", async () => {
  const stanza = /-> scrypt [^]*?(?=\n---)/.exec(Buffer.from(byPhrase).toString("latin1"))[0]
  for (const more of [stanza, "-> X25519 abc\nAAAA", "-> amanah/grease\n"]) {
    for (const both of [`${stanza}\n${more}`, `${more}\n${stanza}`]) {
      await refused("sealing.other-lock", openByPhrase(saying(byPhrase, stanza, both), PHRASE, expected))
    }
  }
  assert.deepEqual(await openByPhrase(saying(byPhrase, stanza, stanza), PHRASE, expected), secret)
})

test("a lock of another kind is refused, whoever it opens to", async () => {
  const mallory = await newIdentity()
  const asymmetric = await forged(await recipientOf(mallory))
  const toMe = await forged(await recipientOf(secret.identity))
  const unknown = await forged({ wrapFileKey: (key) => [new Stanza(["amanah/prg", "abc"], key)] })
  const none = toBytes("age-encryption.org/v1\n--- AAAA\n")
  const armored = toBytes(armor.encode(byPhrase))
  for (const blob of [asymmetric, toMe, unknown, none, armored, toBytes("not age"), new Uint8Array(0)]) {
    await refused("sealing.other-lock", openByPhrase(blob, PHRASE, expected))
    await refused("sealing.other-lock", openByPasskey(blob, prf, expected))
  }
  await refused("sealing.other-lock", openByPhrase(byPasskey, PHRASE, expected))
  await refused("sealing.other-lock", openByPasskey(byPhrase, prf, expected))
})

test("a passkey opens the lock that it closed, and no other does", async () => {
  assert.deepEqual(await openByPasskey(byPasskey, prf, expected), secret)

  await refused("sealing.wrong-phrase", openByPasskey(byPasskey, random(32), expected))
  await refused("sealing.wrong-phrase", openByPasskey(byPasskey, flipped(prf, 200), expected))
  await refused("sealing.damaged", openByPasskey(flipped(byPasskey, byPasskey.length * 8 - 1), prf, expected))
})

test("a passkey that yields nothing neither opens nor closes", async () => {
  for (const nothing of [new Uint8Array(0), new Uint8Array(16)]) {
    await refused("sealing.wrong-phrase", sealByPasskey(secret, nothing))
    await refused("sealing.wrong-phrase", openByPasskey(byPasskey, nothing, expected))
  }
})

test("a lock of somebody else, or of an earlier generation, is refused", async () => {
  const other = { ...expected, person: crypto.randomUUID() }
  const later = { ...expected, generation: 2 }
  await refused("sealing.not-yours", openByPasskey(byPasskey, prf, other))
  await refused("sealing.not-yours", openByPasskey(byPasskey, prf, later))
  await refused("sealing.not-yours", openByPhrase(byPhrase, PHRASE, other))
  await refused("sealing.not-yours", openByPhrase(byPhrase, PHRASE, later))

  const theirs = await sealByPasskey({ ...secret, ...later }, prf)
  assert.equal((await openByPasskey(theirs, prf, later)).generation, 2)
})

test("what is not a secret is refused, though the phrase fits", async () => {
  const encrypter = new Encrypter()
  encrypter.setPassphrase(PHRASE)
  encrypter.setScryptWorkFactor(16)
  await refused("sealing.not-yours", openByPhrase(await encrypter.encrypt("hello"), PHRASE, expected))
  const bad = JSON.stringify({ v: 1, ...expected, identity: "AGE-SECRET-KEY-1" })
  await refused("sealing.damaged", openByPhrase(await encrypter.encrypt(bad), PHRASE, expected))
})

test("every lock of one kind is as long as every other", async () => {
  const long = { person: crypto.randomUUID(), generation: 1_000_000, identity: await newIdentity() }
  assert.equal((await sealByPasskey(long, prf)).length, byPasskey.length)
  assert.equal((await sealByPhrase(long, "short")).length, byPhrase.length)
})

test("no bit of a passkey's lock can be changed unnoticed", async () => {
  for (let at = 0; at < byPasskey.length * 8; at += 7) {
    await assert.rejects(openByPasskey(flipped(byPasskey, at), prf, expected), (why) =>
      ["sealing.damaged", "sealing.other-lock", "sealing.wrong-phrase"].includes(why.code))
  }
})

test("a nonce is never used again", async () => {
  const nonces = new Set()
  for (let made = 0; made < 200; made += 1) {
    const head = Buffer.from(await sealByPasskey(secret, prf)).toString("latin1")
    nonces.add(/-> amanah\/prf (\S+)\n/.exec(head)[1])
  }
  assert.equal(nonces.size, 200)
  assert.equal(base64nopad.decode([...nonces][0]).length, 12)
})
