/** Files that go with words, and words that wait: with the real server, and one that lies. */
import assert from "node:assert/strict"

import { sealFile } from "../../../amanah/static/js/sealing/carried.js"
import { fromBase64, sha256, toBase64, toBytes } from "../../../amanah/static/js/sealing/bytes.js"
import { browserOf, codeOf } from "./browser.mjs"
import { WAYS, hopes, pair, say } from "./stories.mjs"

const BY_PHRASE = { by: "phrase", phrase: WAYS[0].phrase }
const PDF = { file: "Results.pdf", type: "application/pdf", bytes: toBytes("%PDF-1.7 the results") }

/** A store of one browser, in the place of IndexedDB. */
export function shelfOf(kept = new Map()) {
  return {
    kept,
    put: async (laid) => void kept.set(laid.mid, structuredClone(laid)),
    all: async () => [...kept.values()],
    remove: async (mid) => void kept.delete(mid),
  }
}

/** Bring a sealed file, as a page does. */
async function bring(one, room, mid, { attachment, sealed }) {
  return await one.send("POST", `/rooms/${room}/attachments/?name=${attachment.name}&mid=${mid}`, sealed)
}

async function fetched(one, { name }) {
  return new Uint8Array(await (await one.send("GET", `/rooms/attachments/${name}/`)).arrayBuffer())
}

/** Words with a file, sent as a page sends them. */
async function sendWith(one, room, text, files = [PDF]) {
  const { mid } = await one.ask("lay", { room, kind: "hopes", text, files })
  return { mid, ...(await deliver(one, room, mid, files.length)) }
}

async function deliver(one, room, mid, count) {
  const attachments = []
  for (let part = 0; part < count; part += 1) {
    const sealed = await one.ask("sealPart", { mid, part })
    const { status } = await bring(one, room, mid, sealed)
    assert.ok(status === 201, `brought: ${status}`)
    attachments.push(sealed.attachment)
  }
  return { attachments, sent: await one.ask("sendLaid", { mid, attachments }) }
}

const last = async (one, room) => (await hopes(one, room)).words.at(-1)

async function openedBy(one, room, attachment, sealed = null) {
  const { bytes } = await one.ask("openFile", { room, attachment, sealed: sealed ?? (await fetched(one, attachment)) })
  return new TextDecoder().decode(bytes)
}

export const attachments = {
  async "files: one goes with words, and the other opens it"(cast) {
    const { a, b, room } = await pair(cast)
    const { mid, attachments: [told] } = await sendWith(a, room, "Here they are")

    for (const one of [a, b]) {
      const word = await last(one, room)
      assert.deepEqual([word.mid, word.text, word.attachments], [mid, "Here they are", [told]])
      assert.deepEqual([word.attachments[0].file, word.attachments[0].size], ["Results.pdf", 20])
      assert.equal(await openedBy(one, room, word.attachments[0]), "%PDF-1.7 the results")
    }
    const sent = JSON.stringify(a.hands.sent)
    for (const secret of ["Results", "pdf", "Here they"]) assert.equal(sent.includes(secret), false, secret)
  },

  async "files: one may go without words, and nothing may not"(cast) {
    const { a, b, room } = await pair(cast)
    await sendWith(a, room, "")
    const word = await last(b, room)
    assert.deepEqual([word.state, word.text, word.attachments.length], ["open", "", 1])
    assert.equal(await codeOf(a.ask("lay", { room, kind: "hopes", text: " " })), "sealing.empty")
  },

  async "files: words that are changed keep theirs, and words taken back have none"(cast) {
    const { a, b, room } = await pair(cast)
    const { mid, attachments: told } = await sendWith(a, room, "Frist")
    await hopes(a, room)
    await say(a, room, "First", mid)
    const word = await last(b, room)
    assert.deepEqual([word.text, word.attachments], ["First", told])
    // In a page that was opened anew, too.
    const again = browserOf(cast.ayesha)
    await again.ask("open", BY_PHRASE)
    await hopes(again, room)
    await say(again, room, "First of all", mid)
    assert.deepEqual((await last(b, room)).attachments, told)
    await a.ask("write", { room, kind: "withdrawn", ref: mid, text: "" })
    const back = await last(b, room)
    assert.deepEqual([back.state, back.attachments], ["withdrawn", []])
  },

  async "files: another in its place is refused"(cast) {
    const { a, b, room } = await pair(cast)
    const one = await sendWith(a, room, "one")
    const two = await sendWith(a, room, "two", [{ ...PDF, bytes: toBytes("%PDF-1.7 something else") }])
    const theirs = await sendWith(b, room, "three")
    const elsewhere = await sendWith(a, cast.other, "in another room")
    const [first] = (await hopes(b, room)).words.find(({ mid }) => mid === one.mid).attachments
    assert.equal(await openedBy(b, room, first), "%PDF-1.7 the results", "the twin")

    const real = await fetched(b, first)
    const lies = {
      "of other words": await fetched(b, two.attachments[0]),
      "of another author": await fetched(b, theirs.attachments[0]),
      "of another room": await fetched(b, elsewhere.attachments[0]),
      "cut short": real.subarray(0, real.length - 16),
      "cut to nothing": new Uint8Array(0),
      "with something behind it": Uint8Array.from([...real, 0]),
      "with a bit changed": real.map((byte, at) => (at === real.length - 1 ? byte ^ 1 : byte)),
    }
    for (const [name, sealed] of Object.entries(lies)) {
      assert.equal(await codeOf(openedBy(b, room, first, sealed)), "sealing.attachment-other", name)
    }
  },

  async "files: what its author says wrongly of one is refused"(cast) {
    const { a, b, room } = await pair(cast)
    const { attachments: [told] } = await sendWith(a, room, "one")
    await hopes(b, room)
    const sealed = await fetched(b, told)
    for (const wrong of [{ size: 19 }, { size: 0 }, { size: 5000 }]) {
      assert.equal(await codeOf(openedBy(b, room, { ...told, ...wrong }, sealed)), "sealing.attachment-other")
    }
    assert.equal(await codeOf(openedBy(b, room, { ...told, epoch: 7 }, sealed)), "sealing.not-granted")
    assert.equal(await openedBy(b, room, told, sealed), "%PDF-1.7 the results", "the twin")
  },

  async "files: nobody who forges words makes a file of them"(cast) {
    const { a, b, room } = await pair(cast)
    const { mid } = await sendWith(a, room, "one")
    assert.equal((await last(b, room)).attachments.length, 1, "the twin")
    const fresh = browserOf(cast.bilal)
    await fresh.ask("open", BY_PHRASE)
    fresh.hands.change.push((path, body) => {
      for (const row of body.rows ?? []) if (row.mid === mid) row.by = cast.bilal.person
    })
    const word = await last(fresh, room)
    assert.deepEqual([word.state, word.attachments], ["unproven", []])
  },

  async "files: one that was not brought keeps its words back, and nothing is lost"(cast) {
    const { a, b, room } = await pair(cast)
    const { mid } = await a.ask("lay", { room, kind: "hopes", text: "one", files: [PDF] })
    const { attachment } = await a.ask("sealPart", { mid, part: 0 })
    assert.equal(await codeOf(a.ask("sendLaid", { mid, attachments: [attachment] })), "sealing.attachment-missing")
    assert.equal(await codeOf(a.ask("sendLaid", { mid, attachments: [] })), "sealing.attachment-missing")
    assert.deepEqual((await hopes(b, room)).texts, [])
    assert.deepEqual((await a.ask("waiting", { room })).words.map(({ text }) => text), ["one"])
    await deliver(a, room, mid, 1)
    assert.deepEqual((await hopes(b, room)).texts, ["one"])
  },

  async "files: one of eleven megabytes is not even sealed"(cast) {
    const { a, room } = await pair(cast)
    const large = { ...PDF, bytes: new Uint8Array(10 * 1024 * 1024 + 1) }
    assert.equal(await codeOf(a.ask("lay", { room, kind: "hopes", text: "", files: [large] })), "sealing.attachment-too-large")
    assert.equal(await codeOf(sealFile({ held: {} }, { room, ...large })), "sealing.attachment-too-large")
    await sendWith(a, room, "", [{ ...PDF, bytes: new Uint8Array(10 * 1024 * 1024).fill(7) }])
  },

  async "waiting: words lie sealed in the store, and are sent from another page"(cast) {
    const shelf = shelfOf()
    const memory = new Map()
    const { room } = cast
    const { b } = await pair(cast)
    const a = browserOf(cast.ayesha, { shelf: memory, waits: shelf })
    await a.ask("open", { ...BY_PHRASE, remember: true })
    const { mid, stays } = await a.ask("lay", { room, kind: "hopes", text: "canary-of-waiting", files: [{ ...PDF, file: "canary-of-a-file", bytes: toBytes("canary-of-bytes") }] })
    assert.equal(stays, true)
    const kept = [...shelf.kept.values()].flatMap(({ note, parts, ...rest }) => [Buffer.from(note).toString("latin1"), ...parts.map((part) => Buffer.from(part).toString("latin1")), JSON.stringify(rest)]).join("\n")
    assert.ok(kept.includes("amanah/self"), "the twin: this is where it lies")
    for (const secret of ["canary", "hopes", "pdf"]) assert.equal(kept.includes(secret), false, secret)

    const later = browserOf(cast.ayesha, { shelf: memory, waits: shelf })
    later.jar.clear()
    for (const [name, value] of a.jar) later.jar.set(name, value)
    await later.ask("wake")
    const { words } = await later.ask("waiting", { room })
    assert.deepEqual(words.map((one) => [one.mid, one.text, one.files[0].file]), [[mid, "canary-of-waiting", "canary-of-a-file"]])
    await deliver(later, room, mid, 1)
    assert.deepEqual((await hopes(b, room)).texts, ["canary-of-waiting"])
    assert.equal(shelf.kept.size, 0)
    assert.equal(await codeOf(a.ask("sendLaid", { mid, attachments: [] })), "sealing.not-waiting")
  },

  async "waiting: a lost answer and two tabs send once"(cast) {
    const shelf = shelfOf()
    const { a: other, b, room } = await pair(cast)
    await other.ask("lock")
    const a = browserOf(cast.ayesha, { waits: shelf })
    await a.ask("open", { ...BY_PHRASE, remember: true })
    const tab = browserOf(cast.ayesha, { waits: shelf })
    for (const [name, value] of a.jar) tab.jar.set(name, value)
    await tab.ask("open", { ...BY_PHRASE, remember: true })
    const { mid } = await a.ask("lay", { room, kind: "hopes", text: "once" })
    const laid = structuredClone(shelf.kept.get(mid))
    a.hands.lose.push("/words/", "/words/", "/words/")
    assert.equal(await codeOf(a.ask("sendLaid", { mid })), "sealing.unreachable")
    assert.equal((await a.ask("waiting", { room })).words.length, 1)
    await Promise.allSettled([a.ask("sendLaid", { mid }), tab.ask("sendLaid", { mid })])
    await shelf.put(laid) // as a tab would see it that looked before
    await tab.ask("sendLaid", { mid })
    assert.deepEqual((await hopes(b, room)).texts, ["once"])
    assert.equal((await b.ask("read", { room })).words.length, 1)
  },

  async "waiting: what is taken back is not sent"(cast) {
    const { a, b, room } = await pair(cast)
    const { mid } = await a.ask("lay", { room, kind: "hopes", text: "rather not", files: [PDF] })
    const back = await a.ask("unlay", { mid })
    assert.deepEqual([back.text, back.files[0].file, new TextDecoder().decode(back.files[0].bytes)], ["rather not", "Results.pdf", "%PDF-1.7 the results"])
    assert.deepEqual((await a.ask("waiting", { room })).words, [])
    assert.equal(await codeOf(a.ask("sendLaid", { mid, attachments: [] })), "sealing.not-waiting")
    await say(a, room, "this instead")
    assert.deepEqual((await hopes(b, room)).texts, ["this instead"])
  },

  async "waiting: a shared computer keeps nothing"(cast) {
    const shelf = shelfOf()
    const { a: first, room } = await pair(cast)
    await first.ask("lock")
    const a = browserOf(cast.ayesha, { waits: shelf })
    await a.ask("open", { ...BY_PHRASE, remember: false })
    const { stays } = await a.ask("lay", { room, kind: "hopes", text: "in memory" })
    const told = await a.ask("waiting", { room })
    assert.deepEqual([stays, told.stays, told.words.length, shelf.kept.size], [false, false, 1, 0])
  },

  async "waiting: before a lock is closed it is kept with the server, and comes back"(cast) {
    const shelf = shelfOf()
    const { a: first, b, room } = await pair(cast)
    await first.ask("lock")
    const a = browserOf(cast.ayesha, { waits: shelf })
    await a.ask("open", { ...BY_PHRASE, remember: true })
    const { mid } = await a.ask("lay", { room, kind: "hopes", text: "waits on" })
    await a.ask("stow")
    await a.ask("lock")
    assert.equal(shelf.kept.size, 0)
    const { body } = await b.raw("GET", `/rooms/${room}/?known=0&newest=30`)
    assert.deepEqual(body.drafts, {}, "it is nobody else's")

    const elsewhere = browserOf(cast.ayesha)
    await elsewhere.ask("open", BY_PHRASE)
    assert.deepEqual((await elsewhere.ask("waiting", { room })).words.map((one) => [one.mid, one.text]), [[mid, "waits on"]])
    await elsewhere.ask("sendLaid", { mid })
    assert.deepEqual((await hopes(b, room)).texts, ["waits on"])
    assert.deepEqual((await elsewhere.ask("waiting", { room })).words, [])
    const { body: after } = await elsewhere.raw("GET", `/rooms/${room}/?known=0&newest=30`)
    assert.deepEqual(after.drafts, {})
  },

  async "waiting: what somebody put into the store is not sent"(cast) {
    const shelf = shelfOf()
    const { a: first, room } = await pair(cast)
    await first.ask("lock")
    const a = browserOf(cast.ayesha, { waits: shelf })
    await a.ask("open", { ...BY_PHRASE, remember: true })
    const { mid } = await a.ask("lay", { room, kind: "hopes", text: "mine" })
    const laid = shelf.kept.get(mid)
    await shelf.put({ ...laid, mid: crypto.randomUUID() })
    await shelf.put({ ...laid, mid: crypto.randomUUID(), note: toBytes("mine too") })
    await shelf.put({ ...laid, mid: crypto.randomUUID(), person: cast.bilal.person })
    assert.deepEqual((await a.ask("waiting", { room })).words.map((one) => one.mid), [mid])
  },

  async "files: hashes are of what is sent"(cast) {
    const { a, room } = await pair(cast)
    const { mid } = await a.ask("lay", { room, kind: "hopes", text: "", files: [PDF] })
    const { attachment, sealed } = await a.ask("sealPart", { mid, part: 0 })
    const answer = await (await bring(a, room, mid, { attachment, sealed })).json()
    assert.equal(answer.sha256, toBase64(await sha256(sealed)))
    assert.equal(answer.sha256, attachment.sha256)
    assert.equal(fromBase64(answer.sha256).length, 32)
  },
}
