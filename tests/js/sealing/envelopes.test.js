import assert from "node:assert/strict"
import { test } from "node:test"

import {
  Encrypter, base64nopad, generateHybridIdentity, identityToRecipient,
} from "../../../amanah/static/vendor/age.js"
import { padded, random, sha256, sign, toBytes } from "../../../amanah/static/js/sealing/bytes.js"
import { keysOf, openEnvelope, writeEnvelope } from "../../../amanah/static/js/sealing/envelopes.js"
import { openBy } from "../../../amanah/static/js/sealing/files.js"
import { newIdentity } from "../../../amanah/static/js/sealing/identity.js"
import { pairKey } from "../../../amanah/static/js/sealing/pairs.js"
import { flipped, memberMap, openRoom, refused, somebody, wordsOf } from "./cast.js"

const [amina, bilal, chiara] = await Promise.all([somebody(), somebody(), somebody()])
const room = await openRoom(amina, bilal, chiara)
const { keys, members } = room
const words = wordsOf(amina, room, "سلام، کیا حال ہے؟ 🌱")
const { file } = await writeEnvelope(amina.self, keys, words, members)
const STRANGE = { roomTagHolds: false, tagHolds: false }
const BY_ANOTHER = { roomTagHolds: true, tagHolds: false }

/** What vouches for words, without them. */
function marksOf({ roomTagHolds, tagHolds }) {
  return { roomTagHolds, tagHolds }
}

/** Bilal opens a file, as a client would. */
function read(bytes) {
  return openEnvelope(bilal.self, keys, bytes, members)
}

/** What is inside an envelope: its three lines. */
async function inside(bytes = file) {
  return new TextDecoder().decode(await openBy(keys.decrypter, bytes)).trimEnd().split("\n")
}

/** Seal any text to the room, as anybody can who holds its key. */
async function sealed(plain, recipients = [keys.recipient]) {
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  return await encrypter.encrypt(typeof plain === "string" ? padded(plain) : plain)
}

/** An envelope as a member with the room's key would forge it: every tag that they can make. */
async function forgedBy(forger, said) {
  const bytes = toBytes(JSON.stringify(said))
  const tags = []
  for (const person of Object.keys(members).sort()) {
    tags.push(base64nopad.encode(await sign(await pairKey(forger.self, members[person], "words", "to"), bytes)))
  }
  const roomTag = base64nopad.encode(await sign(keys.macKey, bytes))
  return await sealed(`${roomTag}\n${tags.join(" ")}\n${JSON.stringify(said)}`)
}

test("every member reads the words, and sees that all seals hold", async () => {
  for (const { self } of [amina, bilal, chiara]) {
    assert.deepEqual(await openEnvelope(self, keys, file, members), { words, roomTagHolds: true, tagHolds: true })
  }
})

test("an envelope has a tag for the room, one for each member, and its JSON in order", async () => {
  const [roomTag, tags, json] = await inside()
  assert.equal(base64nopad.decode(roomTag).length, 32)
  assert.equal(tags.split(" ").length, 3)
  assert.deepEqual(Object.keys(JSON.parse(json)),
    ["v", "room", "epoch", "n", "mid", "by", "kind", "ref", "at", "head", "pins", "text"])
  const written = await writeEnvelope(amina.self, keys, words, members)
  assert.deepEqual(written.sha256, await sha256(written.file))
})

test("who has the room's public key only cannot write as a member", async () => {
  const json = JSON.stringify(words)
  const tags = [1, 2, 3].map(() => base64nopad.encode(random(32))).join(" ")
  const forged = await sealed(`${base64nopad.encode(random(32))}\n${tags}\n${json}`)
  assert.deepEqual(await read(forged), { words, ...STRANGE })

  const [roomTag, ownTags] = await inside()
  const changed = await sealed(`${roomTag}\n${ownTags}\n${json.replace("Salaam", "Salam")} `)
  assert.ok((await read(changed)).tagHolds)
  const other = await sealed(`${roomTag}\n${ownTags}\n${JSON.stringify({ ...words, text: "Money" })}`)
  assert.deepEqual(marksOf(await read(other)), STRANGE)
})

test("a member cannot write as another", async () => {
  const forged = await forgedBy(chiara, words)
  const seen = await read(forged)
  assert.deepEqual(marksOf(seen), BY_ANOTHER)

  const own = await forgedBy(chiara, { ...words, by: chiara.person })
  assert.ok((await read(own)).tagHolds)
})

test("a member cannot write as me, to me", async () => {
  const forged = await forgedBy(chiara, { ...words, by: bilal.person })
  const seen = await read(forged)
  assert.deepEqual(marksOf(seen), BY_ANOTHER)

  const own = await writeEnvelope(bilal.self, keys, wordsOf(bilal, room), members)
  assert.ok((await read(own.file)).tagHolds)
})

test("tags of one's own words, or for somebody else, say nothing", async () => {
  const [roomTag, tags, json] = await inside()
  const order = Object.keys(members).sort()
  const [mine, theirs] = [order.indexOf(bilal.person), order.indexOf(chiara.person)]
  const swapped = tags.split(" ")
  ;[swapped[mine], swapped[theirs]] = [swapped[theirs], swapped[mine]]
  const bearing = async (list) => await read(await sealed(`${roomTag}\n${list.join(" ")}\n${json}`))

  assert.equal((await bearing(swapped)).tagHolds, false)
  assert.equal((await bearing(tags.split(" ").slice(0, 2))).tagHolds, false)
  assert.equal((await bearing([...tags.split(" "), swapped[0]])).tagHolds, false)
  assert.equal((await bearing(["", "!", "="])).tagHolds, false)
  assert.equal((await bearing(tags.split(" "))).tagHolds, true)
})

test("a reply cannot be made of somebody's own words to me", async () => {
  // Bilal's tag to Amina is under another key than hers to him.
  const bytes = toBytes(JSON.stringify({ ...words, by: bilal.person }))
  const back = await sign(await pairKey(amina.self, members[bilal.person], "words", "to"), bytes)
  const tags = Object.keys(members).sort().map(() => base64nopad.encode(back)).join(" ")
  const roomTag = base64nopad.encode(await sign(keys.macKey, bytes))
  const reflected = await sealed(`${roomTag}\n${tags}\n${new TextDecoder().decode(bytes)}`)
  assert.equal((await openEnvelope(amina.self, keys, reflected, members)).tagHolds, false)
})

test("words do not move to another room or epoch, though its key were the same", async () => {
  const elsewhere = await keysOf(room.roomKey, crypto.randomUUID(), 1)
  const later = await keysOf(room.roomKey, room.room, 2)
  for (const moved of [elsewhere, later]) {
    assert.equal((await openEnvelope(bilal.self, moved, file, members)).roomTagHolds, false)
  }
  const other = await openRoom(amina, bilal)
  await refused("sealing.damaged", openEnvelope(bilal.self, other.keys, file, members))
  const again = await keysOf(room.roomKey, room.room, 1)
  assert.equal((await openEnvelope(bilal.self, again, file, members)).roomTagHolds, true)
})

test("whoever was no member of the epoch has nobody's tag", async () => {
  const dania = await somebody()
  const seen = await openEnvelope(dania.self, keys, file, members)
  assert.deepEqual(marksOf(seen), BY_ANOTHER)
})

test("an author who is not a member proves nothing and breaks nothing", async () => {
  for (const by of [crypto.randomUUID(), "", "constructor", "__proto__", "toString", "hasOwnProperty"]) {
    const forged = await forgedBy(chiara, { ...words, by })
    const seen = await read(forged)
    assert.deepEqual(marksOf(seen), BY_ANOTHER)
  }
})

test("a member who writes what is not an envelope breaks nothing but that", async () => {
  const [roomTag, tags, json] = await inside()
  const wrong = ["", " ", "{}", json, `${roomTag}\n${json}`, `${roomTag}\n${tags}\n${json}\n`,
    `${roomTag}\n${tags}\n${json}\n${json}`, `${roomTag}\n${tags}\n`, `${roomTag}\n${tags}\n[]`,
    `${roomTag}\n${tags}\nnull`, `${roomTag}\n${tags}\n7`, `${roomTag}\r\n${tags}\r\n${json}\r\n`]
  for (const plain of wrong) {
    await refused("sealing.damaged", read(await sealed(plain)))
  }
  await refused("sealing.damaged", read(await sealed(Uint8Array.of(0xff, 10, 10, 0x7b))))
  for (const name of Object.keys(words)) {
    for (const value of [undefined, null, {}, [], true, 1.5]) {
      const forged = await forgedBy(chiara, { ...words, [name]: value })
      await refused("sealing.damaged", read(forged))
    }
  }
})

test("padding is spaces, taken off quickly however many there are", async () => {
  const [roomTag, tags] = await inside()
  const wide = { ...words, text: `${" ".repeat(100_000)}.` }
  const forged = await sealed(`${roomTag}\n${tags}\n${JSON.stringify(wide)}`)
  assert.equal((await read(forged)).words.text.length, 100_001)
})

test("words are for the room alone: a second recipient, or another kind, is refused", async () => {
  const plain = `${(await inside()).join("\n")}`
  const hybrid = await identityToRecipient(await generateHybridIdentity())
  for (const more of [amina.self.recipient, keys.recipient, hybrid]) {
    await refused("sealing.damaged", read(await sealed(plain, [keys.recipient, more])))
    await refused("sealing.damaged", read(await sealed(plain, [more, keys.recipient])))
  }
  await refused("sealing.damaged", read(await sealed(plain, [hybrid])))
  assert.ok((await read(await sealed(plain))).tagHolds)
})

test("plain text in the place of sealed words is refused", async () => {
  for (const text of ["Salaam", JSON.stringify(words), (await inside()).join("\n")]) {
    await refused("sealing.damaged", read(toBytes(text)))
    await refused("sealing.damaged", read(padded(text)))
  }
  await refused("sealing.damaged", read(new Uint8Array(0)))
})

test("no bit of an envelope can be changed, and none be cut off, unnoticed", async () => {
  for (let at = 0; at < file.length * 8; at += 3) {
    await refused("sealing.damaged", read(flipped(file, at)))
  }
  for (let length = 0; length < file.length; length += 7) {
    await refused("sealing.damaged", read(file.subarray(0, length)))
  }
  const longer = Uint8Array.from([...file, 0])
  await refused("sealing.damaged", read(longer))
})

test("one opener of a room's key serves for all of its words, at once too", async () => {
  const files = []
  for (let n = 1; n <= 20; n += 1) {
    files.push((await writeEnvelope(amina.self, keys, wordsOf(amina, room, `${n}`, { n }), members)).file)
  }
  const seen = await Promise.all(files.map(read))
  assert.deepEqual(seen.map((one) => one.words.text), files.map((_, at) => `${at + 1}`))
})

test("one writes as oneself only, and what can be read again", async () => {
  const write = (said, among = members) => writeEnvelope(amina.self, keys, said, among)
  for (const by of [bilal.person, crypto.randomUUID(), "constructor"]) {
    await refused("sealing.not-yours", write({ ...words, by }))
  }
  await refused("sealing.not-yours", write(words, {}))
  await refused("sealing.not-yours", write(words, memberMap([bilal, chiara])))
  for (const name of Object.keys(words)) await refused("sealing.damaged", write({ ...words, [name]: undefined }))
  assert.ok((await read((await write(words)).file)).tagHolds)
})

test("a private room has one member, whose own tag it bears", async () => {
  const alone = await openRoom(amina)
  const kept = await writeEnvelope(amina.self, alone.keys, wordsOf(amina, alone), alone.members)
  const seen = await openEnvelope(amina.self, alone.keys, kept.file, memberMap([amina]))
  assert.ok(seen.tagHolds && seen.roomTagHolds)
})

test("the room's key itself must be a key", async () => {
  await refused("sealing.damaged", keysOf(amina.self.recipient, room.room, 1))
  assert.equal((await keysOf(await newIdentity(), room.room, 1)).recipient.slice(0, 4), "age1")
})
