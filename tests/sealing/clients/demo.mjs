/** The locks of the demo, which no browser made: they open like any other. */
import assert from "node:assert/strict"

import { browserOf, codeOf } from "./browser.mjs"

const OTHER = "abacus abdomen abdominal abide abiding ability"

async function roomsOf(one) {
  const { body } = await one.raw("GET", "/rooms/")
  const shared = body.rooms.filter(({ kind }) => kind === "shared")
  const own = body.rooms.find(({ kind }) => kind === "private")
  return { own: own.room, shared: new Map(shared.map(({ room, members }) => [namesOf(members), room])) }
}

const namesOf = (members) => members.map(({ name }) => name).sort().join(" and ")

async function textsIn(one, room, kind) {
  const { words, notices, awaited } = await one.ask("read", { room, kinds: [kind] })
  assert.deepEqual([notices, awaited, words.filter(({ state }) => state !== "open")], [[], [], []])
  return words.map(({ text }) => text)
}

export const demo = {
  async "demo: published words open every lock, and nothing is amiss in any room"({ people, said, notes, opening, sheet }) {
    const again = browserOf(people.bilal)
    assert.equal(await codeOf(again.ask("open", { by: "phrase", phrase: OTHER })), "sealing.wrong-phrase")
    await again.ask("open", { by: "sheet", code: sheet })
    for (const [login, who] of Object.entries(people)) {
      const one = browserOf(who)
      await one.ask("open", { by: "phrase", phrase: opening })
      const { own, shared } = await roomsOf(one)
      assert.deepEqual(await textsIn(one, own, "note"), notes[login] ?? [])
      for (const [names, room] of shared) assert.deepEqual(await textsIn(one, room, "hopes"), said[names] ?? [], names)
    }
  },

  async "demo: whoever is in it goes on writing"({ people, said, notes, opening }) {
    const [a, b] = [browserOf(people.ayesha), browserOf(people.bilal)]
    for (const one of [a, b]) await one.ask("open", { by: "phrase", phrase: opening })
    const { own, shared } = await roomsOf(a)
    const [[names, room]] = [...shared].filter(([both]) => both === namesOf([people.ayesha, people.bilal]))
    await a.ask("write", { room, kind: "hopes", text: "One more." })
    await b.ask("write", { room, kind: "hopes", text: "And one from me." })
    for (const one of [a, b]) {
      assert.deepEqual(await textsIn(one, room, "hopes"), [...said[names], "One more.", "And one from me."])
    }
    await a.ask("write", { room: own, kind: "note", text: "A second note." })
    assert.deepEqual(await textsIn(a, own, "note"), [...notes.ayesha, "A second note."])
  },
}
