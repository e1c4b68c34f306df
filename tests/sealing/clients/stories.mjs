/** Two people and their words, as it should go. */
import assert from "node:assert/strict"

import { browserOf, codeOf } from "./browser.mjs"

export const WAYS = [{ kind: "phrase", phrase: "abacus abdomen abdominal abide abiding ability" }]
export const MORE = { kind: "sheet", code: "K7QP-2M4X-9TRW-H3VN-6BCD-8FGJ-YZ" }
const BY_PHRASE = { by: "phrase", phrase: WAYS[0].phrase }

/** Two people with open locks, in a room of their own. */
export async function pair({ ayesha, bilal, room }) {
  const [a, b] = [browserOf(ayesha), browserOf(bilal)]
  for (const one of [a, b]) await one.ask("make", { ways: WAYS, remember: true })
  return { a, b, room }
}

export async function hopes(one, room) {
  const { words, notices } = await one.ask("read", { room, kinds: ["hopes"] })
  return { texts: words.map(({ text }) => text), states: words.map(({ state }) => state), notices, words }
}

export const say = (one, room, text, ref = "") => one.ask("write", { room, kind: "hopes", ref, text })

export const stories = {
  async "two write and read each other"(cast) {
    const { a, b, room } = await pair(cast)
    const first = await say(a, room, "Assalamu alaikum Bilal. 🌱 خوش آمدید")
    await say(b, room, "Wa alaikum assalam.\r\n\nI am glad.")

    for (const one of [a, b]) {
      const { texts, states, notices, words } = await hopes(one, room)
      assert.deepEqual(texts, ["Assalamu alaikum Bilal. 🌱 خوش آمدید", "Wa alaikum assalam.\r\n\nI am glad."])
      assert.deepEqual([states, notices], [["open", "open"], []])
      assert.deepEqual(words.map(({ mine }) => mine), one === a ? [true, false] : [false, true])
    }
    assert.equal(first.n, 1)
    const { readers, isOpen } = await a.ask("read", { room })
    assert.deepEqual([readers, isOpen], [[cast.bilal.name, cast.ayesha.name], true])
  },

  async "what shows words and what changes them ask the server once"(cast) {
    const { a, room } = await pair(cast)
    const b = browserOf(cast.bilal, { now: Date.now })
    await b.ask("open", BY_PHRASE)
    await say(a, room, "First")
    await hopes(b, room) // its keys are taken in hand, which asks for more
    const asked = () => b.hands.sent.filter(({ method, path }) => method === "GET" && path.startsWith("/rooms/")).length
    await say(b, room, "Second")
    const before = asked()
    const [one, , two] = await Promise.all([hopes(b, room), b.ask("read", { room }), hopes(b, room)])
    assert.deepEqual([one.texts, two.texts, asked() - before], [["First", "Second"], ["First", "Second"], 2])
    await say(b, room, "Third")
    assert.deepEqual((await hopes(b, room)).texts, ["First", "Second", "Third"])
    await b.ask("lock")
    assert.equal(await codeOf(hopes(b, room)), "sealing.locked")
  },

  async "words are changed and withdrawn by whoever wrote them"(cast) {
    const { a, b, room } = await pair(cast)
    const { mid } = await say(a, room, "First")
    await say(a, room, "Second", mid)
    assert.deepEqual((await hopes(b, room)).texts, ["Second"])

    assert.notEqual(await codeOf(say(b, room, "Not mine", mid)), "nothing was refused")
    await a.ask("write", { room, kind: "withdrawn", ref: mid, text: "" })

    const { texts, states } = await hopes(b, room)
    assert.deepEqual([texts, states], [[""], ["withdrawn"]])
  },

  async "nothing is sent that says nothing"(cast) {
    const { a, room } = await pair(cast)
    assert.equal(await codeOf(say(a, room, " \n ")), "sealing.empty")
    assert.equal((await say(a, room, "Something")).n, 1)
  },

  async "whoever has no lock yet is awaited by name"(cast) {
    const a = browserOf(cast.ayesha)
    await a.ask("make", { ways: WAYS, remember: true })
    assert.equal(await codeOf(say(a, cast.room, "Are you there?")), "sealing.awaited")
    const { awaited } = await a.ask("read", { room: cast.room })
    assert.deepEqual(awaited, [cast.bilal.name])

    await a.ask("saveDraft", { room: cast.room, slot: "hopes", text: "Are you there? 🌙" })
    const later = browserOf(cast.ayesha)
    await later.ask("open", BY_PHRASE)
    assert.equal(await later.ask("draft", { room: cast.room, slot: "hopes" }), "Are you there? 🌙")

    await browserOf(cast.bilal).ask("make", { ways: WAYS, remember: false })
    assert.equal((await say(later, cast.room, "Are you there? 🌙")).n, 1)
    await later.ask("saveDraft", { room: cast.room, slot: "hopes", text: "" })
    assert.equal(await later.ask("draft", { room: cast.room, slot: "hopes" }), "")
  },

  async "two write at once, and from two tabs, and all of it arrives"(cast) {
    const { a, b, room } = await pair(cast)
    await say(a, room, "begin")
    const tab = browserOf(cast.ayesha)
    await tab.ask("open", BY_PHRASE)
    const texts = []
    const all = []
    for (const [name, one] of Object.entries({ a, b, tab })) {
      for (let n = 0; n < 4; n += 1) {
        texts.push(`${name}${n}`)
        all.push(say(one, room, `${name}${n}`))
      }
    }
    await Promise.all(all)

    for (const one of [a, b, tab]) {
      const read = await hopes(one, room)
      assert.deepEqual([...read.texts].sort(), ["begin", ...texts].sort())
      assert.deepEqual([new Set(read.states), read.notices], [new Set(["open"]), []])
    }
  },

  async "both begin the first epoch at once and one is adopted"(cast) {
    const { a, b, room } = await pair(cast)
    await Promise.all([say(a, room, "A"), say(b, room, "B")])
    for (const one of [a, b]) {
      const { texts, notices } = await hopes(one, room)
      assert.deepEqual([[...texts].sort(), notices], [["A", "B"], []])
    }
  },

  async "an answer that was lost sends nothing twice"(cast) {
    const { a, b, room } = await pair(cast)
    a.hands.lose.push("/epochs/", "/words/", "/pins/")
    await say(a, room, "Once")
    a.hands.lose.push("/words/", "/words/", "/words/")
    assert.equal(await codeOf(say(a, room, "Twice?")), "sealing.unreachable")
    await say(b, room, "Between")
    await say(a, room, "Twice?")

    assert.deepEqual((await hopes(b, room)).texts, ["Once", "Twice?", "Between"])
    assert.deepEqual((await hopes(b, room)).notices, [])
  },

  async "a browser stays open for a while and a lock closes it"(cast) {
    const a = browserOf(cast.ayesha)
    await a.ask("make", { ways: WAYS, remember: true })
    const next = browserOf(cast.ayesha, { shelf: a.shelf })
    const state = await next.ask("wake")
    assert.deepEqual([state.lock, state.remembers], ["open", true])

    const closed = await next.ask("lock")
    assert.equal(closed.lock, "locked")
    assert.equal(a.shelf.size, 0)
    assert.equal(await codeOf(a.ask("read", { room: cast.room })), "sealing.locked")
    assert.equal((await browserOf(cast.ayesha, { shelf: a.shelf }).ask("wake")).lock, "locked")
  },

  async "a shared computer keeps nothing"(cast) {
    const a = browserOf(cast.ayesha)
    const state = await a.ask("make", { ways: WAYS, remember: false })
    assert.deepEqual([state.lock, state.remembers, a.shelf.size], ["open", false, 0])
    assert.equal((await browserOf(cast.ayesha, { shelf: a.shelf }).ask("wake")).lock, "locked")
  },

  async "a note to oneself needs a second way in"(cast) {
    const a = browserOf(cast.ayesha)
    const { privateRoom } = await a.ask("make", { ways: WAYS, remember: true })
    const note = (text) => a.ask("write", { room: privateRoom, kind: "note", text })
    assert.equal(await codeOf(note("Mine alone")), "sealing.one-way-in")

    await a.ask("addWay", { fresh: BY_PHRASE, way: MORE })
    await note("Mine alone")
    const { words, readers } = await a.ask("read", { room: privateRoom })
    assert.deepEqual([words.map(({ text }) => text), readers], [["Mine alone"], [cast.ayesha.name]])
    const by = browserOf(cast.ayesha)
    await by.ask("open", { by: "sheet", code: MORE.code })
    assert.deepEqual((await by.ask("read", { room: privateRoom })).words.map(({ text }) => text), ["Mine alone"])
    assert.equal(await codeOf(browserOf(cast.bilal).ask("read", { room: privateRoom })), "sealing.locked")
  },

  async "a wrong phrase opens nothing and a new one shuts the old"(cast) {
    const a = browserOf(cast.ayesha)
    const { ways } = await a.ask("make", { ways: WAYS, remember: true })
    const wrong = { by: "phrase", phrase: "abacus abacus abacus abacus abacus abacus" }
    assert.equal(await codeOf(browserOf(cast.ayesha).ask("open", wrong)), "sealing.wrong-phrase")
    assert.equal(await codeOf(a.ask("addWay", { fresh: wrong, way: MORE })), "sealing.wrong-phrase")

    const way = { kind: "phrase", phrase: wrong.phrase }
    await a.ask("addWay", { fresh: BY_PHRASE, way, replaces: ways[0].id })
    assert.equal(await codeOf(browserOf(cast.ayesha).ask("open", BY_PHRASE)), "sealing.wrong-phrase")
    assert.equal((await browserOf(cast.ayesha).ask("open", wrong)).lock, "open")
  },

  async "a number is compared by typing it"(cast) {
    const { a, b, room } = await pair(cast)
    await say(a, room, "begin")
    const [person] = await a.ask("people")
    assert.deepEqual([person.name, person.verified], [cast.bilal.name, ""])
    const heard = await b.ask("number")
    assert.match(heard, /^(\d{4} ){4}\d{4}$/)
    assert.equal(await codeOf(a.ask("verify", { person: person.person, typed: "1234 5678 9012 3456 7890" })), "sealing.other-number")
    await a.ask("verify", { person: person.person, typed: heard })
    assert.match((await a.ask("people"))[0].verified, /^\d{4}-/)
  },
}
