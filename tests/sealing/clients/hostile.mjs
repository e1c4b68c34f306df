/**
 * A server that lies. Each lie has its twin: the same browsers, told the truth, read and write.
 */
import assert from "node:assert/strict"

import { Encrypter, base64nopad, generateX25519Identity, identityToRecipient } from "../../../amanah/static/vendor/age.js"
import { fromBase64, padded, sha256, sign, toBase64, toBytes } from "../../../amanah/static/js/sealing/bytes.js"
import { keysOf } from "../../../amanah/static/js/sealing/envelopes.js"
import { sealTo } from "../../../amanah/static/js/sealing/files.js"
import { makeGrant, openGrant } from "../../../amanah/static/js/sealing/grants.js"
import { selfOf } from "../../../amanah/static/js/sealing/identity.js"
import { openByPhrase } from "../../../amanah/static/js/sealing/locks.js"
import { pairKey } from "../../../amanah/static/js/sealing/pairs.js"
import { browserOf, codeOf } from "./browser.mjs"
import { MORE, WAYS, hopes, pair, say } from "./stories.mjs"

const BY_PHRASE = { by: "phrase", phrase: WAYS[0].phrase }
const isRoom = (path) => /^\/rooms\/[^/]+\/\?/.test(path)
const inRoom = (change) => (path, body) => (isRoom(path) ? change(body) : undefined)
const inState = (change) => (path, body) => (path === "/lock/state/" ? change(body) : undefined)

/** A pair with three words, and a fresh browser of Bilal's that is told what `change` makes of it. */
async function told(cast, change) {
  const { a, b, room } = await pair(cast)
  await say(a, room, "one")
  await say(b, room, "two")
  await say(a, room, "three")
  const fresh = browserOf(cast.bilal)
  await fresh.ask("open", BY_PHRASE)
  assert.deepEqual((await hopes(fresh, room)).texts, ["one", "two", "three"], "the twin")
  if (change) fresh.hands.change.push(inRoom(change))
  return { a, b, room, fresh }
}

const posted = (one) => one.hands.sent.map(({ path }) => path).filter((path) => /\/(epochs|words)\/$/.test(path))
const shown = ({ words }) => words.filter(({ state }) => state === "open").map(({ text }) => text)
const codes = ({ notices }) => notices.map(({ code }) => code)

async function insider(cast, who) {
  const plain = browserOf(cast[who])
  await plain.ask("open", BY_PHRASE)
  const { body: state } = await plain.raw("GET", "/lock/state/")
  const expected = { person: state.person, generation: state.identity.generation }
  const { identity } = await openByPhrase(fromBase64(state.ways[0].blob), BY_PHRASE.phrase, expected)
  const self = await selfOf(identity)
  const { body: room } = await plain.raw("GET", `/rooms/${cast.room}/?known=0&newest=30`)
  const [epoch] = room.epochs
  const mine = epoch.grants.find(({ statement }) => JSON.parse(statement).to === self.recipient)
  const grant = await openGrant(self, mine, { room: cast.room, epoch: 1 })
  return { self, room, grant, keys: await keysOf(grant.roomKey, cast.room, 1), state }
}

/** Put a file of one's own into a row, hash and all. */
async function replaceFile(body, n, file) {
  const sha = toBase64(await sha256(file))
  for (const row of body.rows) if (row.n === n) Object.assign(row, { file: toBase64(file), sha256: sha })
  body.hashes = body.hashes.map(([at, old]) => [at, at === n ? sha : old])
}

async function ageTo(recipient, text) {
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  return await encrypter.encrypt(text)
}

/** What a member makes who has the room's key and says to be somebody else: its room tag holds. */
async function forgedAs(self, keys, words, members) {
  const json = JSON.stringify(words)
  const tags = []
  for (const person of Object.keys(members).sort()) {
    const key = await pairKey(self, members[person], "words", "to")
    tags.push(base64nopad.encode(await sign(key, toBytes(json))))
  }
  const roomTag = base64nopad.encode(await sign(keys.macKey, toBytes(json)))
  return await sealTo(keys.recipient, padded(`${roomTag}\n${tags.join(" ")}\n${json}`))
}

async function forgedRead(cast, make) {
  const { room, fresh } = await told(cast)
  const file = await make()
  const { body } = await fresh.raw("GET", `/rooms/${room}/?known=0&newest=30`)
  await replaceFile(body, 2, file)
  fresh.hands.change.push(inRoom((now) => void Object.assign(now, body)))
  return await hopes(fresh, room)
}

export const hostile = {
  async "a partner's key is swapped"(cast) {
    const evil = await identityToRecipient(await generateX25519Identity())
    const { room, fresh } = await told(cast, (body) => {
      body.members.find(({ person }) => person === cast.ayesha.person).identities[0].recipient = evil
    })
    assert.equal(await codeOf(say(fresh, room, "secret")), "sealing.key-swapped")
    assert.ok(codes(await hopes(fresh, room)).includes("sealing.key-swapped"))
  },

  async "a key is said to be replaced"(cast) {
    const evil = await identityToRecipient(await generateX25519Identity())
    const { room, fresh } = await told(cast, (body) => {
      body.members.find(({ person }) => person === cast.ayesha.person).identities
        .push({ generation: 2, recipient: evil, made_at: "2026-03-20T09:00:00Z" })
    })
    assert.equal(await codeOf(say(fresh, room, "secret")), "sealing.key-replaced")
    const read = await hopes(fresh, room)
    assert.deepEqual([shown(read), codes(read)], [["one", "two", "three"], ["sealing.key-replaced"]])
  },

  async "a silent reader is added"(cast) {
    const evil = await identityToRecipient(await generateX25519Identity())
    const ghost = { person: crypto.randomUUID(), name: "Nobody", is_here: true, identities: [{ generation: 1, recipient: evil, made_at: "" }] }
    const { room, fresh } = await told(cast, (body) => void body.members.push(ghost))
    assert.equal(await codeOf(say(fresh, room, "secret")), "sealing.new-member")
    fresh.hands.change.length = 0
    assert.equal((await say(fresh, room, "secret")).n, 4)
  },

  async "a silent reader is there from the beginning"(cast) {
    const evil = await identityToRecipient(await generateX25519Identity())
    const ghost = { person: crypto.randomUUID(), name: "Nobody", is_here: true, identities: [{ generation: 1, recipient: evil, made_at: "" }] }
    const { a, room } = await pair(cast)
    a.hands.change.push(inRoom((body) => void body.members.push(ghost)))
    assert.equal(await codeOf(say(a, room, "secret")), "sealing.new-member")
    const people = await say(a, room, "secret").catch((why) => why.people)
    assert.deepEqual(people, [cast.bilal.name, "Nobody"])
    assert.deepEqual(posted(a), [])
    a.hands.change.length = 0
    assert.equal((await say(a, room, "secret")).n, 1)
  },

  async "one's own room is said to be shared"(cast) {
    const evil = await identityToRecipient(await generateX25519Identity())
    const ghost = { person: crypto.randomUUID(), name: "Nobody", is_here: true, identities: [{ generation: 1, recipient: evil, made_at: "" }] }
    const a = browserOf(cast.ayesha)
    const { privateRoom } = await a.ask("make", { ways: [...WAYS, MORE], remember: true })
    const note = (text) => a.ask("write", { room: privateRoom, kind: "note", text })
    a.hands.change.push(inRoom((body) => { body.kind = "shared"; body.members.push(ghost) }))
    assert.equal(await codeOf(note("for me alone")), "sealing.other-room")
    assert.deepEqual(posted(a), [])
    // Even where somebody else is said to be in it, one writes to oneself.
    a.hands.change[0] = inRoom((body) => void body.members.push(ghost))
    await note("for me alone")
    const { readers, words } = await a.ask("read", { room: privateRoom })
    assert.deepEqual([readers, words.map(({ text }) => text)], [[cast.ayesha.name], ["for me alone"]])
    assert.deepEqual(a.hands.sent.filter(({ path }) => path.endsWith("/epochs/")).map(({ body }) => JSON.parse(body).grants), [[]])
  },

  async "another room is said to be one's own"(cast) {
    const { a, b, room } = await pair(cast)
    await say(a, room, "begin")
    const own = (await b.ask("state")).privateRoom
    const fresh = browserOf(cast.bilal)
    fresh.hands.change.push(inState((body) => void (body.private_room = room)))
    assert.equal((await fresh.ask("open", BY_PHRASE)).privateRoom, own)
    fresh.hands.change.push(inRoom((body) => void (body.kind = "private")))
    assert.equal(await codeOf(say(fresh, room, "to nobody")), "sealing.other-room")
    fresh.hands.change.length = 0
    assert.equal((await say(fresh, room, "to both")).n, 2)
  },

  async "words are forged with the room's public key"(cast) {
    const read = await forgedRead(cast, async () => {
      const { keys } = await insider(cast, "ayesha")
      const json = JSON.stringify({ v: 1, room: cast.room, epoch: 1, n: 2, mid: "m", by: cast.bilal.person, kind: "hopes", ref: "", at: "", head: "", pins: 1, text: "forged" })
      return await ageTo(keys.recipient, `AAAA\nAAAA AAAA\n${json}`)
    })
    assert.ok(!shown(read).includes("forged"))
    assert.ok(codes(read).includes("sealing.histories") || codes(read).length > 0)
  },

  async "a member writes as another"(cast) {
    const read = await forgedRead(cast, async () => {
      const { self, keys, grant, room } = await insider(cast, "ayesha")
      const { mid, by, kind, ref, at } = room.rows.find(({ n }) => n === 2)
      const words = { v: 1, room: cast.room, epoch: 1, n: 2, mid, by, kind, ref, at, head: "", pins: 1, text: "put into my mouth" }
      return await forgedAs(self, keys, words, grant.members)
    })
    assert.ok(!shown(read).includes("put into my mouth"))
    const found = read.words.find(({ text }) => text === "put into my mouth")
    assert.equal(found.state, "unproven")
  },

  async "plain text stands in a sealed slot"(cast) {
    const read = await forgedRead(cast, async () => new TextEncoder().encode("just believe me"))
    assert.ok(!JSON.stringify(read.words).includes("just believe me"))
    assert.equal(read.words.length, 3)
    assert.equal(read.states[1], "missing")
  },

  async "words are said to be somebody else's"(cast) {
    const { room, fresh } = await told(cast, (body) => {
      for (const row of body.rows) row.by = row.by === cast.ayesha.person ? cast.bilal.person : cast.ayesha.person
    })
    const read = await hopes(fresh, room)
    assert.deepEqual(new Set(read.states), new Set(["unproven"]))
  },

  async "words change their places"(cast) {
    const { room, fresh } = await told(cast, (body) => {
      const [one, two] = body.rows
      if (!two) return
      const kept = { file: one.file, sha256: one.sha256 }
      Object.assign(one, { file: two.file, sha256: two.sha256 })
      Object.assign(two, kept)
      body.hashes = body.hashes.map(([n]) => [n, body.rows[n - 1].sha256])
    })
    const read = await hopes(fresh, room)
    assert.ok(!shown(read).includes("one") && !shown(read).includes("two"))
    assert.ok(codes(read).includes("sealing.histories"))
    assert.equal(await codeOf(say(fresh, room, "four")), "sealing.histories")
  },

  async "words of another room are shown here"(cast) {
    const { a, room, fresh } = await told(cast)
    const elsewhere = await a.ask("write", { room: cast.other, kind: "hopes", text: "elsewhere" })
    assert.equal(elsewhere.n, 1)
    const { body } = await a.raw("GET", `/rooms/${cast.other}/?known=0&newest=30`)
    fresh.hands.change.push(inRoom((now) => {
      Object.assign(now.rows[2], { file: body.rows[0].file, sha256: body.rows[0].sha256 })
      now.hashes[2] = [3, body.rows[0].sha256]
    }))
    const read = await hopes(fresh, room)
    assert.ok(!shown(read).includes("elsewhere"))
    assert.equal(shown(await hopes(a, cast.other))[0], "elsewhere", "the twin")
  },

  async "words are dropped from the middle"(cast) {
    const { room, fresh } = await told(cast, (body) => {
      body.rows = body.rows.filter(({ n }) => n !== 2)
      body.hashes = body.hashes.filter(([n]) => n !== 2)
    })
    assert.ok(codes(await hopes(fresh, room)).includes("sealing.missing"))
    assert.equal(await codeOf(say(fresh, room, "four")), "sealing.missing")
  },

  async "the bytes of words are lost"(cast) {
    const { room, fresh } = await told(cast, (body) => void (body.rows[1].file = ""))
    const read = await hopes(fresh, room)
    assert.deepEqual([shown(read), read.states], [["one", "three"], ["open", "missing", "open"]])
  },

  async "the newest words are held back"(cast) {
    const { room, fresh } = await told(cast)
    await say(fresh, room, "four")
    fresh.hands.change.push(inRoom((body) => {
      body.rows = body.rows.filter(({ n }) => n < 3)
      body.hashes = body.hashes.filter(([n]) => n < 3)
      body.last = 2
    }))
    assert.ok(codes(await hopes(fresh, room)).includes("sealing.rolled-back"))
    assert.equal(await codeOf(say(fresh, room, "five")), "sealing.rolled-back")
    // By the pins alone, on a device that never saw it.
    const other = browserOf(cast.bilal)
    await other.ask("open", BY_PHRASE)
    other.hands.change.push(...fresh.hands.change)
    assert.ok(codes(await hopes(other, room)).includes("sealing.rolled-back"))
  },

  async "words are replayed"(cast) {
    const { room, fresh } = await told(cast, (body) => {
      body.rows.push({ ...body.rows[0], n: 4, mid: crypto.randomUUID() })
      body.hashes.push([4, body.rows[0].sha256])
      body.last = 4
    })
    const read = await hopes(fresh, room)
    assert.deepEqual(shown(read), ["one", "two", "three"])
    assert.equal(read.states.at(-1), "unproven")
  },

  async "two are shown two histories"(cast) {
    const { a, b, room } = await pair(cast)
    await say(a, room, "one")
    await hopes(b, room)
    await say(a, room, "what she wrote")
    const hide = inRoom((body) => {
      body.rows = body.rows.filter(({ n }) => n < 2)
      body.hashes = body.hashes.filter(([n]) => n < 2)
      body.last = 1
    })
    b.hands.change.push(hide, (path) => (path.endsWith("/words/") ? 201 : undefined))
    await say(b, room, "what he wrote")
    b.hands.change.length = 0

    const read = await hopes(b, room)
    assert.ok(codes(read).includes("sealing.histories"))
    assert.equal(await codeOf(say(b, room, "more")), "sealing.histories")
    assert.deepEqual(codes(await hopes(a, room)), [], "she was told one history only")
  },

  async "an epoch is rolled back"(cast) {
    const { room, fresh } = await told(cast, (body) => void (body.epochs = []))
    assert.ok(codes(await hopes(fresh, room)).includes("sealing.rolled-back"))
    assert.equal(await codeOf(say(fresh, room, "four")), "sealing.rolled-back")
  },

  async "a grant is reflected, altered or of no one"(cast) {
    // One that is for another key is no grant to me: the words stay locked.
    for (const [spoil, code] of [[reflected, "sealing.not-granted"], [altered, "sealing.grant-wrong"], [unsigned, "sealing.grant-wrong"]]) {
      const { room, fresh } = await toldOnce(cast, spoil)
      const read = await hopes(fresh, room)
      assert.deepEqual(new Set(read.states), new Set(["locked"]), spoil.name)
      assert.equal(await codeOf(say(fresh, room, "secret")), code, spoil.name)
    }
    const { fresh } = await toldOnce(cast, (grant) => grant)
    assert.equal(shown(await hopes(fresh, cast.room))[0], "one", "the twin")
  },

  async "a member vouches for words of others that need no vouching"(cast) {
    const { a, room } = await already(cast)
    await say(a, room, "one")
    const { self, grant, room: seen } = await insider(cast, "bilal")
    const mine = seen.members.find(({ person }) => person === cast.ayesha.person).identities[0].recipient
    const evil = await identityToRecipient(await generateX25519Identity())
    const second = await makeGrant(self, {
      ...grant, by: cast.bilal.person, to: mine, members: { ...grant.members, [cast.ayesha.person]: evil },
    })
    const fresh = browserOf(cast.ayesha)
    await fresh.ask("open", BY_PHRASE)
    assert.deepEqual(shown(await hopes(fresh, room)), ["one"], "the twin")
    const lied = browserOf(cast.ayesha)
    await lied.ask("open", BY_PHRASE)
    lied.hands.change.push(inRoom((body) => void body.epochs[0].grants.push(second)))
    const read = await hopes(lied, room)
    assert.deepEqual([shown(read), codes(read)], [[], ["sealing.grant-wrong"]])
  },

  async "a draft is put in the place of another"(cast) {
    const { b, room } = await pair(cast)
    await b.ask("saveDraft", { room, slot: "hopes", text: "for hopes" })
    await b.ask("saveDraft", { room, slot: "goals", text: "for goals" })
    const fresh = browserOf(cast.bilal)
    await fresh.ask("open", BY_PHRASE)
    fresh.hands.change.push(inRoom((body) => void (body.drafts.hopes = body.drafts.goals)))
    assert.equal(await fresh.ask("draft", { room, slot: "hopes" }), "")
    assert.equal(await fresh.ask("draft", { room, slot: "goals" }), "for goals", "the twin")
    const stranger = browserOf(cast.ayesha)
    await stranger.ask("open", BY_PHRASE)
    assert.equal(await stranger.ask("draft", { room, slot: "goals" }), "", "a draft is its author's alone")
  },

  async "pins are rolled back"(cast) {
    const { b, room } = await told(cast)
    await b.ask("open", { ...BY_PHRASE, remember: true })
    const { body: old } = await b.raw("GET", "/lock/state/")
    await say(b, room, "four")
    await say(b, room, "five")
    const again = browserOf(cast.bilal, { shelf: b.shelf })
    again.hands.change.push(inState((body) => void (body.pins = old.pins)))
    const state = await again.ask("wake")
    assert.deepEqual([state.lock, state.trouble], ["troubled", "sealing.pins-old"])
    // On another device nobody knows better, until one's own words do.
    const other = browserOf(cast.bilal)
    other.hands.change.push(inState((body) => void (body.pins = old.pins)))
    await other.ask("open", BY_PHRASE)
    assert.ok(codes(await hopes(other, room)).includes("sealing.pins-old"))
    await b.ask("open", { ...BY_PHRASE, remember: true })
    assert.equal((await browserOf(cast.bilal, { shelf: b.shelf }).ask("wake")).lock, "open", "the twin")
  },

  async "pins are missing, damaged or somebody else's"(cast) {
    const { b } = await pair(cast)
    const { body: theirs } = await b.raw("GET", "/lock/state/")
    const lies = {
      missing: (body) => void (body.pins = null),
      damaged: (body) => void (body.pins.blob = toBase64(new TextEncoder().encode("AAAA\nAAAA"))),
      theirs: (body) => void (body.pins = theirs.pins),
    }
    for (const [name, lie] of Object.entries(lies)) {
      const fresh = browserOf(cast.ayesha)
      fresh.hands.change.push(inState(lie))
      assert.match(await codeOf(fresh.ask("open", BY_PHRASE)), /^sealing\.pins-/, name)
      assert.equal((await fresh.ask("state")).lock, "troubled", name)
    }
    assert.equal((await browserOf(cast.ayesha).ask("open", BY_PHRASE)).lock, "open", "the twin")
  },

  async "the lock is replaced by another's"(cast) {
    const a = browserOf(cast.ayesha)
    await a.ask("make", { ways: [...WAYS, MORE], remember: true })
    const evil = await generateX25519Identity()
    const recipient = await identityToRecipient(evil)
    const secret = JSON.stringify({ v: 1, person: cast.ayesha.person, generation: 1, identity: evil })
    const [toPublic, weak, huge] = [await ageTo(recipient, secret), await byScrypt(secret, 10), await byScrypt("x", 10, 22)]
    for (const [blob, code] of [[toPublic, "sealing.other-lock"], [weak, "sealing.weak-lock"], [huge, "sealing.weak-lock"]]) {
      const fresh = browserOf(cast.ayesha)
      fresh.hands.change.push(inState((body) => { for (const way of body.ways) way.blob = toBase64(blob) }))
      assert.equal(await codeOf(fresh.ask("open", BY_PHRASE)), code)
    }
    const swapped = browserOf(cast.ayesha)
    swapped.hands.change.push(inState((body) => void (body.identity.recipient = recipient)))
    assert.equal(await codeOf(swapped.ask("open", BY_PHRASE)), "sealing.replaced")
    assert.equal((await swapped.ask("state")).lock, "replaced")
    assert.equal((await browserOf(cast.ayesha).ask("open", BY_PHRASE)).lock, "open", "the twin")
  },

  async "the server says that words arrived which did not"(cast) {
    const { b, room } = await told(cast)
    b.hands.asked = (path, body) => (path.endsWith("/words/") ? JSON.stringify({ ...JSON.parse(body), n: 99 }) : body)
    b.hands.change.push((path, body) => {
      if (!path.endsWith("/words/")) return undefined
      Object.assign(body, { code: "sealing.mid_taken", row: { n: 3 } })
      return 409
    })
    assert.equal(await codeOf(say(b, room, "four")), "sealing.histories")
  },
}

/** Like `told`, for a browser that has pinned nothing of the room yet. */
async function toldOnce(cast, spoil) {
  const { a, room } = await already(cast)
  await say(a, room, "one")
  const fresh = browserOf(cast.bilal)
  await fresh.ask("open", BY_PHRASE)
  fresh.hands.change.push(inRoom((body) => {
    for (const epoch of body.epochs) epoch.grants = epoch.grants.map((grant) => spoil(grant, cast))
  }))
  return { room, fresh }
}

async function already(cast) {
  const [a, b] = [browserOf(cast.ayesha), browserOf(cast.bilal)]
  for (const one of [a, b]) {
    const { lock } = await one.ask("look")
    await (lock === "none" ? one.ask("make", { ways: WAYS, remember: true }) : one.ask("open", BY_PHRASE))
  }
  return { a, room: cast.room }
}

function reflected(grant) {
  const said = JSON.parse(grant.statement)
  return { ...grant, statement: JSON.stringify({ ...said, from: said.to, to: said.from, by: Object.keys(said.members).find((one) => said.members[one] === said.to) }) }
}

function altered(grant) {
  return { ...grant, statement: grant.statement.replace('"from_n":1', '"from_n":2') }
}

function unsigned(grant) {
  return { ...grant, mac: toBase64(new Uint8Array(32)) }
}

/** A blob under scrypt that is too light, or says that it is too heavy. */
async function byScrypt(text, logN, said = logN) {
  const encrypter = new Encrypter()
  encrypter.setPassphrase(BY_PHRASE.phrase)
  encrypter.setScryptWorkFactor(logN)
  const file = await encrypter.encrypt(text)
  const head = new TextDecoder("latin1").decode(file).replace(/( )(\d+)\n/, `$1${said}\n`)
  return Uint8Array.from(head, (character) => character.charCodeAt(0))
}
