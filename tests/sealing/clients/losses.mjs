/** Keys that are lost, people who come and go: told in parts, between which a day passes. */
import assert from "node:assert/strict"

import { browserOf, codeOf } from "./browser.mjs"
import { MORE, WAYS, hopes, pair, say } from "./stories.mjs"

const BY_PHRASE = { by: "phrase", phrase: WAYS[0].phrase }
const BY_NEW = { by: "phrase", phrase: "zoom zone zoology zit zippy zipfile" }
const NEW = [{ kind: "phrase", phrase: BY_NEW.phrase }]

async function opened(who, how = BY_PHRASE) {
  const one = browserOf(who)
  await one.ask("open", how)
  return one
}

export const losses = {
  async "lost 1: everything is lost and another lock waits a day"(cast) {
    const { a, b, room } = await pair(cast)
    await say(a, room, "before")
    await say(b, room, "before, too")
    const [lost, seen] = [browserOf(cast.bilal), await b.ask("look")]
    assert.equal(seen.waitingUntil, "")
    const state = await lost.ask("replace", { ways: NEW })
    assert.deepEqual([state.lock, state.waitingUntil !== ""], ["waiting", true])
    // Until then the old lock is the lock.
    assert.equal((await b.ask("look")).waitingUntil, state.waitingUntil)
    assert.equal((await say(b, room, "still mine")).n, 3)
  },

  async "lost 2: until the number was typed nothing is opened again"(cast) {
    const [a, b] = [await opened(cast.ayesha), await opened(cast.bilal, BY_NEW)]
    const { room } = cast
    // Whose lock it is is told with it.
    await assert.rejects(say(a, room, "to whom?"), { code: "sealing.key-replaced", people: [cast.bilal.name] })
    assert.equal(await codeOf(say(b, room, "hello?")), "sealing.not-granted")
    assert.deepEqual(new Set((await hopes(b, room)).states), new Set(["locked"]))

    const { person } = cast.bilal
    const wrong = { person, typed: "0000 0000 0000 0000 0000", fresh: BY_PHRASE }
    assert.equal(await codeOf(a.ask("openAgain", wrong)), "sealing.other-number")
    assert.deepEqual(await a.ask("openAgain", { person, typed: await b.ask("number"), fresh: BY_PHRASE }), { rooms: 2 })

    const read = await hopes(b, room)
    assert.deepEqual(read.texts, ["before", "before, too", "still mine"])
    assert.deepEqual(new Set(read.words.map(({ openedAgainBy }) => openedAgainBy)), new Set([cast.ayesha.name]))
    await say(b, room, "I am back")
    await say(a, room, "Good")
    // What is changed by its author since is vouched for by nobody else.
    const first = read.words[1]
    assert.equal(first.text, "before, too")
    await b.ask("write", { room, kind: "hopes", ref: first.mid, text: "before, changed" })
    const changed = (await hopes(a, room)).words.map(({ text, openedAgainBy }) => [text, openedAgainBy])
    assert.deepEqual((await hopes(b, room)).words.map(({ text, openedAgainBy }) => [text, openedAgainBy])[1], ["before, changed", ""])
    assert.deepEqual(changed[1], ["before, changed", ""])
    await b.ask("write", { room, kind: "hopes", ref: first.mid, text: "before, too" })
    for (const one of [a, b]) {
      const now = await hopes(one, room)
      assert.deepEqual([now.texts.slice(-2), now.notices], [["I am back", "Good"], []])
    }
  },

  async "lost 3: the old device says that the keys were replaced"(cast) {
    const old = browserOf(cast.bilal)
    assert.equal(await codeOf(old.ask("open", BY_PHRASE)), "sealing.wrong-phrase")
    assert.equal((await browserOf(cast.bilal).ask("open", BY_NEW)).lock, "open")
  },

  async "third 1: two have written"(cast) {
    const { a, b, room } = await pair(cast)
    await say(a, room, "between us")
    await say(b, room, "yes")
    await browserOf(cast.khadija).ask("make", { ways: WAYS, remember: true })
  },

  async "third 2: a third person reads from now on, once she is let in"(cast) {
    const [a, b, c] = [await opened(cast.ayesha), await opened(cast.bilal), await opened(cast.khadija)]
    const { room } = cast
    assert.equal(await codeOf(say(a, room, "all three")), "sealing.new-member")
    await a.ask("letIn", { room })
    await say(a, room, "all three")

    const read = await hopes(c, room)
    assert.deepEqual(read.words.filter(({ state }) => state === "open").map(({ text }) => text), ["all three"])
    assert.deepEqual(read.states, ["locked", "locked", "open"])
    assert.equal(await codeOf(say(b, room, "mine")), "sealing.new-member")
    await b.ask("letIn", { room })
    await say(b, room, "mine")
    // She is asked as well: nobody told her client who would be there.
    assert.equal(await codeOf(say(c, room, "and mine")), "sealing.new-member")
    await c.ask("letIn", { room })
    await say(c, room, "and mine")
    assert.deepEqual((await hopes(a, room)).texts, ["between us", "yes", "all three", "mine", "and mine"])
    assert.deepEqual((await hopes(b, room)).notices, [])
  },

  async "third 3: whoever left reads no more"(cast) {
    const [a, c] = [await opened(cast.ayesha), await opened(cast.khadija)]
    await say(a, cast.room, "two again")
    const { readers } = await a.ask("read", { room: cast.room })
    assert.deepEqual(readers, [cast.bilal.name, cast.ayesha.name])
    const read = await hopes(c, cast.room).catch((why) => ({ texts: [why.code] }))
    assert.ok(!read.texts.includes("two again"))
    assert.deepEqual((await hopes(await opened(cast.bilal), cast.room)).texts.at(-1), "two again")
  },

  async "closed: what was written stays readable"(cast) {
    const a = await opened(cast.ayesha)
    assert.equal(await codeOf(say(a, cast.room, "more")), "sealing.room-closed")
    const { isOpen } = await a.ask("read", { room: cast.room })
    assert.deepEqual([isOpen, (await hopes(a, cast.room)).texts], [false, ["between us", "yes", "all three", "mine", "and mine", "two again"]])
  },

  async "notes: after a loss the old ones stay closed and new ones are written"(cast) {
    const a = browserOf(cast.ayesha)
    const { privateRoom } = await a.ask("make", { ways: [...WAYS, MORE], remember: true })
    await a.ask("write", { room: privateRoom, kind: "note", text: "old note" })
    await a.ask("replace", { ways: [...NEW, MORE] })
    return { privateRoom }
  },

  async "notes 2: new ones are written"(cast) {
    const a = await opened(cast.ayesha, BY_NEW)
    const { privateRoom } = await a.ask("state")
    await a.ask("write", { room: privateRoom, kind: "note", text: "new note" })
    const { words, notices } = await a.ask("read", { room: privateRoom })
    assert.deepEqual(words.map(({ state, text }) => [state, text]), [["locked", ""], ["open", "new note"]])
    assert.deepEqual(notices, [])
  },
}
