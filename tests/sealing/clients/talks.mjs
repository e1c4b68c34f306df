/** Long conversations: older words on demand, search, how far one has read; and a server that lies. */
import assert from "node:assert/strict"

import { browserOf } from "./browser.mjs"
import { WAYS, pair } from "./stories.mjs"

const BY_PHRASE = { by: "phrase", phrase: WAYS[0].phrase }
const write = (one, room, text, more = {}) => one.ask("write", { room, kind: "message", text, ...more })
const talk = (one, room, more = {}) => one.ask("talk", { room, kind: "message", ...more })
const texts = ({ words }) => words.map(({ text }) => text)
const codes = ({ notices }) => notices.map(({ code }) => code)
const isOlder = (path) => path.includes("/older/")

const LONG = 34 // more than come at first

/** A pair with many words, of which Bilal changed the second and took the third back. */
async function long(cast, count = LONG) {
  const { a, b, room } = await pair(cast)
  const mids = []
  for (let n = 1; n <= count; n += 1) mids.push((await write(n % 2 ? a : b, room, `word ${n}`)).mid)
  await a.ask("write", { room, kind: "hopes", text: "What I hope" })
  await write(b, room, "word 2, better", { ref: mids[1] })
  await write(a, room, "", { kind: "withdrawn", ref: mids[2] })
  const fresh = browserOf(cast.bilal)
  await fresh.ask("open", { ...BY_PHRASE, remember: true })
  return { a, b, room, fresh, mids }
}

/** What a fresh browser of Bilal's is told of older words, where the server changes them. */
async function lied({ room, fresh }, change) {
  fresh.hands.change = [(path, body) => (isOlder(path) ? change(body) : undefined)]
  // Closed and opened again, it has nothing in its hands.
  await fresh.ask("lock")
  await fresh.ask("open", BY_PHRASE)
  return await talk(fresh, room, { count: 60 })
}

export const talks = {
  async "a long conversation opens with the newest, and older words on demand"(cast) {
    const { room, fresh } = await long(cast)
    const asked = () => fresh.hands.sent.filter(({ path }) => isOlder(path)).length

    const newest = await talk(fresh, room)
    assert.deepEqual([texts(newest).length, texts(newest).at(-1), newest.hasOlder], [30, `word ${LONG}`, true])
    const before = asked()
    const all = await talk(fresh, room, { count: 60, again: true })
    assert.deepEqual(texts(all).slice(0, 4), ["word 1", "word 2, better", "", "word 4"])
    assert.deepEqual(all.words.slice(1, 3).map(({ state }) => state), ["open", "withdrawn"])
    assert.deepEqual([texts(all).length, all.hasOlder, codes(all), asked() - before], [LONG, false, [], 0])
    assert.equal(new Set(all.words.map(({ state }) => state)).has("histories"), false)
  },

  async "what is new is put to what was open, however much came meanwhile"(cast) {
    const { a, room, fresh } = await long(cast)
    await talk(fresh, room, { count: 60 })
    const mark = (await fresh.ask("mark", { room })).mark
    await write(a, room, "new")
    assert.notEqual((await fresh.ask("mark", { room })).mark, mark)
    const grown = await talk(fresh, room, { count: 60 })
    assert.deepEqual([texts(grown).length, texts(grown).at(-1), codes(grown)], [LONG + 1, "new", []])

    for (let n = 0; n < 32; n += 1) await write(a, room, `much ${n}`)
    const again = await talk(fresh, room, { count: 90 })
    assert.deepEqual([texts(again).length, codes(again)], [LONG + 33, []])
    const paths = fresh.hands.sent.filter(({ path }) => path.includes("/mark/")).map(({ path }) => path)
    assert.equal(new Set(paths).size, 1)
  },

  async "words are found among those that are open, and in all of them"(cast) {
    const { a, room, fresh } = await long(cast)
    await write(a, room, "ایک مقالہ شائع ہو")
    const search = (text, more = {}) => fresh.ask("search", { room, kind: "message", text, ...more })

    await talk(fresh, room, { count: 10 })
    const some = await search("better")
    assert.deepEqual([texts(some), some.isWhole], [[], false])
    const sent = fresh.hands.sent.length
    assert.deepEqual(texts(await search("مقاله")), ["ایک مقالہ شائع ہو"])
    assert.equal(fresh.hands.sent.length, sent, "looking for something asks the server for nothing")
    const all = await search("WORD better", { whole: true })
    assert.deepEqual([texts(all), all.count, all.isWhole], [["word 2, better"], 1, true])
    assert.equal(fresh.hands.sent.some(({ path, body }) => `${path}${body}`.includes("better")), false)
  },

  async "how far one has read stays on the device until one writes"(cast) {
    const { room, fresh } = await long(cast)
    const { words } = await talk(fresh, room)
    const sent = fresh.hands.sent.length
    await fresh.ask("keepPlace", { room, n: words.at(-1).n })
    assert.equal(fresh.hands.sent.length, sent, "nobody is told")

    const again = browserOf(cast.bilal, { shelf: fresh.shelf })
    again.jar.clear()
    for (const [name, value] of fresh.jar) again.jar.set(name, value)
    await again.ask("wake")
    assert.equal((await talk(again, room)).place, words.at(-1).n)

    const other = browserOf(cast.bilal)
    await other.ask("open", BY_PHRASE)
    assert.equal((await talk(other, room)).place, 0)
    await write(again, room, "an answer")
    const later = browserOf(cast.bilal)
    await later.ask("open", BY_PHRASE)
    assert.equal((await talk(later, room)).place, words.at(-1).n)
  },

  async "older words are left out, ended early or moved, and it shows"(cast) {
    const those = await long(cast)
    const truly = await lied(those, () => undefined)
    assert.deepEqual([codes(truly), texts(truly).length], [[], LONG])

    const without = await lied(those, (body) => void body.rows.splice(2, 1))
    assert.ok(codes(without).includes("sealing.missing"))
    const ended = await lied(those, (body) => void Object.assign(body, { rows: [], hashes: [] }))
    assert.ok(codes(ended).includes("sealing.missing"))
    const moved = await lied(those, ({ rows: [one, two] }) => {
      const { file, sha256 } = one
      Object.assign(one, { file: two.file, sha256: two.sha256 })
      Object.assign(two, { file, sha256 })
    })
    assert.ok(moved.words.some(({ state }) => !["open", "withdrawn"].includes(state)))
    const open = moved.words.filter(({ state }) => state === "open").map(({ text }) => text)
    assert.equal(new Set(open).size, open.length)
  },
}
