/** What a lead's client says of messages that are shown: genuine, and each way of not being so. */
import assert from "node:assert/strict"
import { test } from "node:test"

import { fromBase64, sha256, sign, toBase64, toBytes } from "../../../amanah/static/js/sealing/bytes.js"
import { check, openByKey } from "../../../amanah/static/js/sealing/disclosed.js"
import { writeEnvelope } from "../../../amanah/static/js/sealing/envelopes.js"
import { headOf } from "../../../amanah/static/js/sealing/files.js"
import { after } from "../../../amanah/static/js/sealing/histories.js"
import { pairKey } from "../../../amanah/static/js/sealing/pairs.js"
import { flipped, memberMap, openRoom, refused, somebody, wordsOf } from "./cast.js"

const [ayesha, bilal, dua] = await Promise.all([somebody(), somebody(), somebody()])
// What Ayesha and Bilal wrote to each other; Dua, the lead, was never in it.
const room = await openRoom(ayesha, bilal)
const CONCERN = crypto.randomUUID()
const TEXTS = ["Salaam", "Come alone.", "Why do you not answer?", "سلام، شکریہ 🌱"]
const AUTHORS = [ayesha, bilal, bilal, ayesha]

/** The history of the room: files in their places, and what it came to before each. */
async function written() {
  const files = []
  let head = room.head
  for (const [at, text] of TEXTS.entries()) {
    const words = wordsOf(AUTHORS[at], room, text, { n: at + 1, head })
    const { file, sha256: sha } = await writeEnvelope(AUTHORS[at].self, room.keys, words, room.members)
    const hash = toBase64(sha)
    files.push({ words, file, hash, before: head })
    head = await after(head, hash)
  }
  return files
}

const files = await written()
const members = memberMap([ayesha, dua])

async function keyOf({ file }) {
  return toBase64(await room.keys.decrypter.decryptHeader(headOf(file)))
}

/** As the author's client says it, and as the server kept the bytes. */
async function shown(...places) {
  const chosen = places.map((n) => files[n - 1])
  const items = []
  for (const one of chosen) {
    const { n, mid, epoch, by, kind, ref, at } = one.words
    items.push({ n, mid, epoch, by, kind, ref, at, sha256: one.hash, key: await keyOf(one), seal: "open" })
  }
  const [first, last] = [places[0], places.at(-1)]
  const body = {
    v: 1, to: CONCERN, room: room.room, by: ayesha.person, items,
    before: files[first - 1].before, hashes: files.slice(first - 1, last).map(({ hash }) => hash),
  }
  const stored = items.map((item) => ({
    room: room.room, n: item.n, mid: item.mid, epoch: item.epoch, by: item.by, kind: item.kind, ref: item.ref,
    sha256: item.sha256, file: toBase64(files[item.n - 1].file),
  }))
  return { body, stored }
}

/** Two lines: tags to those who are told, and what is said. */
async function told(body, by = ayesha, purpose = "disclosure") {
  const said = typeof body === "string" ? body : JSON.stringify(body)
  const tags = {}
  for (const [person, recipient] of Object.entries(members)) {
    tags[person] = toBase64(await sign(await pairKey(by.self, recipient, purpose, "to"), toBytes(said)))
  }
  return `${JSON.stringify(tags)}\n${said}`
}

/** What the lead is shown. */
async function looked(text, stored, more = {}) {
  const about = { to: CONCERN, by: ayesha.person, me: dua.person, members, stored, ...more }
  return await check(dua.self, text, about)
}

async function becauseOf(change) {
  const { body, stored } = await shown(2, 3)
  await change(body, stored)
  const { items } = await looked(await told(body), stored)
  for (const { because, text } of items) assert.equal(text === "", because !== "", "what does not hold carries no text")
  return items.map(({ because }) => because)
}

test("two chosen messages open for the lead, each checked, and nothing else does", async () => {
  const { body, stored } = await shown(2, 4)
  const found = await looked(await told(body), stored)

  assert.deepEqual(found.items.map(({ n, by, text, because }) => [n, by, text, because]), [
    [2, bilal.person, TEXTS[1], ""],
    [4, ayesha.person, TEXTS[3], ""],
  ])
  assert.equal(found.hasOrder, true)
  // The key of one file opens no other.
  for (const other of [files[0], files[2]]) assert.equal(await openByKey(other.file, body.items[0].key), null)
})

test("the author reads what they showed as the lead does", async () => {
  const { body, stored } = await shown(2, 3)
  const found = await check(ayesha.self, await told(body), { to: CONCERN, by: ayesha.person, me: ayesha.person, members, stored })

  assert.deepEqual(found.items.map(({ because }) => because), ["", ""])
})

test("a wrong key is not verified, and the message beside it is", async () => {
  assert.deepEqual(await becauseOf((body) => {
    body.items[0].key = toBase64(crypto.getRandomValues(new Uint8Array(16)))
  }), ["key", ""])
  assert.deepEqual(await becauseOf((body) => {
    body.items[0].key = toBase64(flipped(fromBase64(body.items[0].key), 3))
  }), ["key", ""])
  assert.deepEqual(await becauseOf((body) => {
    body.items[0].key = "AAAA"
  }), ["key", ""])
})

test("the right key of another file is not verified", async () => {
  assert.deepEqual(await becauseOf(async (body) => {
    body.items[0].key = await keyOf(files[3])
  }), ["key", ""])
})

test("another file in the place of the one that was shown is not verified", async () => {
  assert.deepEqual(await becauseOf((_body, stored) => {
    stored[0].file = toBase64(files[3].file)
  }), ["bytes", ""])
  // Nor where the server says that its hash was always this.
  assert.deepEqual(await becauseOf((_body, stored) => {
    Object.assign(stored[0], { file: toBase64(files[3].file), sha256: files[3].hash })
  }), ["bytes", ""])
  assert.deepEqual(await becauseOf((_body, stored) => {
    stored[0].file = toBase64(flipped(fromBase64(stored[0].file), 2000))
  }), ["bytes", ""])
  assert.deepEqual(await becauseOf((_body, stored) => {
    stored[0].file = ""
  }), ["gone", ""])
  assert.deepEqual(await becauseOf((_body, stored) => {
    stored.shift()
  }), ["gone", ""])
})

test("somebody else is not made the author of a message", async () => {
  assert.deepEqual(await becauseOf((_body, stored) => {
    stored[0].by = ayesha.person
  }), ["bytes", ""])
  // Where the server and whoever shows it agree in it, the envelope says otherwise.
  assert.deepEqual(await becauseOf((body, stored) => {
    stored[0].by = body.items[0].by = ayesha.person
  }), ["place", ""])
  assert.deepEqual(await becauseOf((body, stored) => {
    stored[0].room = stored[1].room = body.room = crypto.randomUUID()
  }), ["place", "place"])
})

test("a message that whoever shows it sealed themselves as another's is told by its place in the history", async () => {
  const { body, stored } = await shown(2, 3)
  const words = { ...files[1].words, text: "Never written." }
  const forged = await writeEnvelope(ayesha.self, room.keys, { ...words, by: ayesha.person }, room.members)
  const hash = toBase64(forged.sha256)
  Object.assign(body.items[0], { sha256: hash, by: ayesha.person, key: await keyOf(forged) })
  Object.assign(stored[0], { sha256: hash, by: ayesha.person, file: toBase64(forged.file) })
  const { items } = await looked(await told(body), stored)

  assert.equal(items[0].because, "order")
})

test("hashes that do not lead on are told", async () => {
  assert.deepEqual(await becauseOf((body) => {
    body.before = toBase64(new Uint8Array(32))
  }), ["order", "order"])
  assert.deepEqual(await becauseOf((body) => {
    body.hashes[0] = files[3].hash
  }), ["order", "order"])
})

test("without hashes the messages are verified, and their order is not", async () => {
  const { body, stored } = await shown(2, 3)
  const found = await looked(await told({ ...body, before: "", hashes: [] }), stored)

  assert.deepEqual(found.items.map(({ because }) => because), ["", ""])
  assert.equal(found.hasOrder, false)
})

test("what nobody vouches for is not verified", async () => {
  const { body, stored } = await shown(2, 3)
  const by = async (text) => (await looked(text, stored)).items.map(({ because }) => because)

  assert.deepEqual(await by(await told(body)), ["", ""])
  assert.deepEqual(await by(await told(body, bilal)), ["tag", "tag"])
  assert.deepEqual(await by(await told(body, ayesha, "words")), ["tag", "tag"])
  assert.deepEqual(await by(`{}\n${JSON.stringify(body)}`), ["tag", "tag"])
  const changed = (await told(body)).replace('"seal":"open"', '"seal":"unproven"')
  assert.deepEqual(await by(changed), ["tag", "tag"])
})

test("what is no disclosure, or of another room or person, is not read", async () => {
  const { body, stored } = await shown(2, 3)
  const strange = [
    "", "Salaam", "{}\n{}", "{}\nnull", "[]\n[]", await told({ ...body, items: [] }),
    await told({ ...body, items: [...body.items].reverse() }), await told({ ...body, v: 2 }),
    await told({ ...body, to: crypto.randomUUID() }), await told({ ...body, by: bilal.person }),
    await told({ ...body, items: [{ ...body.items[0], n: "2" }] }), await told({ ...body, hashes: [1] }),
  ]
  for (const text of strange) assert.equal(await looked(text, stored), null, text.slice(0, 60))
  assert.notEqual(await looked(await told(body), stored), null)
})

test("the head of a file ends with its MAC", async () => {
  const { file } = files[0]
  const head = new TextDecoder().decode(headOf(file))
  assert.match(head, /^age-encryption\.org\/v1\n-> X25519 [^\n]+\n[^\n]+\n--- [^\n]+\n$/)
  assert.equal(toBase64(await sha256(headOf(file))), toBase64(await sha256(file.subarray(0, head.length))))
  await refused("sealing.damaged", async () => headOf(file.subarray(0, 60)))
})
