/** Taking a copy of a room along. What age makes of it is asked in test_age_opens_a_copy.py. */
import assert from "node:assert/strict"
import { writeFile } from "node:fs/promises"

import { zipped } from "../../../amanah/static/js/sealing/zip.js"
import { browserOf, codeOf } from "./browser.mjs"
import { MORE, WAYS, pair, say } from "./stories.mjs"

const BY_PHRASE = { by: "phrase", phrase: WAYS[0].phrase }
const OTHER = { by: "phrase", phrase: "yonder zippy walnut trusting sleet abacus" }
const TEXTS = {
  readMe: "Salaam.\r\n",
  states: { withdrawn: "(taken back)" },
  kinds: { hopes: "Hopes", note: "A note" },
}

/** The archive, as the page makes it. */
const bytesOf = ({ entries, at }) => Buffer.concat(zipped(entries, at))

export const copies = {
  async "copy: all that both wrote, under a phrase and under a code"(cast) {
    const { a, b, room } = await pair(cast)
    const { mid } = await say(a, room, "First")
    await say(b, room, "سلام 🌱")
    await say(a, room, "First, changed", mid)
    const back = await say(b, room, "Not this")
    await b.ask("write", { room, kind: "withdrawn", ref: back.mid, text: "" })
    await a.ask("addWay", { fresh: BY_PHRASE, way: MORE, replaces: "" })

    const byPhrase = await a.ask("takeCopy", { room, fresh: BY_PHRASE, texts: TEXTS })
    const byCode = await a.ask("takeCopy", { room, fresh: { by: "sheet", code: MORE.code }, texts: TEXTS })
    assert.equal(byPhrase.count, 5)
    await writeFile(`${cast.folder}/phrase.zip`, bytesOf(byPhrase))
    await writeFile(`${cast.folder}/code.zip`, bytesOf(byCode))
    await writeFile(`${cast.folder}/said.json`, JSON.stringify({ phrase: WAYS[0].phrase, code: MORE.code }))
  },

  async "copy: one's own notes"(cast) {
    const { a } = await pair(cast)
    await a.ask("addWay", { fresh: BY_PHRASE, way: MORE, replaces: "" })
    const { privateRoom } = await a.ask("state")
    await a.ask("write", { room: privateRoom, kind: "note", text: "For me alone" })
    const copy = await a.ask("takeCopy", { room: privateRoom, fresh: BY_PHRASE, texts: TEXTS })
    await writeFile(`${cast.folder}/notes.zip`, bytesOf(copy))
  },

  async "copy: not by another phrase, not by a touch, and not by an open lock alone"(cast) {
    const { a, b, room } = await pair(cast)
    await say(a, room, "First")
    const by = async (one, fresh) => await codeOf(one.ask("takeCopy", { room, fresh, texts: TEXTS }))
    const asked = () => a.hands.sent.filter(({ path }) => path.endsWith("/copy/")).length
    assert.equal(await by(a, OTHER), "sealing.wrong-phrase")
    assert.equal(await by(a, { by: "passkey" }), "sealing.touch-opens-no-file")
    assert.equal(asked(), 0)
    assert.equal(await by(a, BY_PHRASE), "nothing was refused")
    assert.equal(await by(b, BY_PHRASE), "nothing was refused")
    const stranger = browserOf(cast.khadija)
    await stranger.ask("make", { ways: WAYS, remember: true })
    assert.notEqual(await by(stranger, BY_PHRASE), "nothing was refused")
  },

  async "copy: words that come altered are not passed off as they were"(cast) {
    const { a, room } = await pair(cast)
    await say(a, room, "First")
    await say(a, room, "Second")
    a.hands.change.push((path, body) => {
      if (path.endsWith("/copy/")) [body.rows[0].file, body.rows[1].file] = [body.rows[1].file, body.rows[0].file]
    })
    const altered = await a.ask("takeCopy", { room, fresh: BY_PHRASE, texts: TEXTS })
    a.hands.change.length = 0
    const whole = await a.ask("takeCopy", { room, fresh: BY_PHRASE, texts: TEXTS })
    await writeFile(`${cast.folder}/altered.zip`, bytesOf(altered))
    await writeFile(`${cast.folder}/whole.zip`, bytesOf(whole))
  },
}
