import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import { test } from "node:test"

import { fromBase64, sha256, sign, toBase64, toBytes, toText } from "../../../amanah/static/js/sealing/bytes.js"
import { firstHead, foldHeads, nextHead } from "../../../amanah/static/js/sealing/chain.js"
import { keysOf, openEnvelope, writeEnvelope } from "../../../amanah/static/js/sealing/envelopes.js"
import { openBy } from "../../../amanah/static/js/sealing/files.js"
import { openGrant } from "../../../amanah/static/js/sealing/grants.js"
import { recipientOf, selfOf } from "../../../amanah/static/js/sealing/identity.js"
import { openByPasskey, openByPhrase } from "../../../amanah/static/js/sealing/locks.js"
import { numberOf } from "../../../amanah/static/js/sealing/numbers.js"
import { pairKey } from "../../../amanah/static/js/sealing/pairs.js"
import { openPins } from "../../../amanah/static/js/sealing/pins.js"
import { openFromSelf } from "../../../amanah/static/js/sealing/selves.js"

// Python holds the same file against the same formats: tests/sealing/test_vectors.py.
const vectors = JSON.parse(await readFile(new URL("vectors.json", import.meta.url), "utf8"))
const { message, people: { amina, bilal }, own, pairs, chain, room } = vectors
const selves = { amina: await selfOf(amina.identity), bilal: await selfOf(bilal.identity) }
const members = { [amina.person]: amina.recipient, [bilal.person]: bilal.recipient }
const keys = await keysOf(room.key, room.words.room, 1)

test("an identity has the recipient and the number that it had", async () => {
  for (const one of [amina, bilal]) {
    assert.equal(await recipientOf(one.identity), one.recipient)
    assert.equal(await numberOf(one.recipient), one.number)
  }
})

test("what was sealed to oneself still opens", async () => {
  const { pins: { blob, ...pins }, note, mac, phrase, passkey } = own
  const expected = { person: amina.person, generation: 1 }
  const secret = { ...expected, identity: amina.identity }

  assert.equal(toBase64(await sign(selves.amina.macKey, toBytes(message))), mac)
  assert.equal(await openFromSelf(selves.amina, fromBase64(note.file)), note.text)
  const opened = await openPins(selves.amina, fromBase64(blob), { ...expected, counter: 3, atLeast: 3 })
  assert.deepEqual(opened, pins)
  assert.deepEqual(await openByPhrase(fromBase64(phrase.blob), phrase.phrase, expected), secret)
  assert.deepEqual(await openByPasskey(fromBase64(passkey.blob), fromBase64(passkey.prf), expected), secret)
})

test("what one says to another still bears the same tag, from both sides", async () => {
  for (const { purpose, from, to, mac } of pairs) {
    const sent = await pairKey(selves[from], vectors.people[to].recipient, purpose, "to")
    const got = await pairKey(selves[to], vectors.people[from].recipient, purpose, "from")
    assert.equal(toBase64(await sign(sent, toBytes(message))), mac)
    assert.equal(toBase64(await sign(got, toBytes(message))), mac)
  }
  assert.equal(new Set(pairs.map(({ mac }) => mac)).size, pairs.length)
})

test("a history still comes to the same", async () => {
  let head = await firstHead(chain.room)
  const heads = [toBase64(head)]
  for (const sha of chain.shas) heads.push(toBase64(head = await nextHead(head, fromBase64(sha))))
  assert.deepEqual(heads, chain.heads)
  const folded = await foldHeads(await firstHead(chain.room), chain.shas.map(fromBase64))
  assert.equal(toBase64(folded), chain.heads.at(-1))
})

test("a grant and the words under it still open", async () => {
  const granted = await openGrant(selves.bilal, room.grant, { room: room.words.room, epoch: 1 })
  assert.equal(granted.roomKey, room.key)
  assert.deepEqual(granted.members, members)

  const file = fromBase64(room.envelope.file)
  assert.equal(toBase64(await sha256(file)), room.envelope.sha256)
  const read = await openEnvelope(selves.bilal, keys, file, members)
  assert.deepEqual(read, { words: room.words, roomTagHolds: true, tagHolds: true })
})

test("the same words are still written the same, byte for byte", async () => {
  const { file } = await writeEnvelope(selves.amina, keys, room.words, members)
  assert.equal(toText(await openBy(keys.decrypter, file)), room.envelope.plain)
})
