/**
 * Seals a long history of two people, as their clients would have, for whoever keeps it: who they are
 * and how their locks open on standard input, rows on standard output.
 */
import { text } from "node:stream/consumers"

import { fromBase64, toBase64 } from "../../../amanah/static/js/sealing/bytes.js"
import { firstHead, foldHeads, nextHead } from "../../../amanah/static/js/sealing/chain.js"
import { keysOf, writeEnvelope } from "../../../amanah/static/js/sealing/envelopes.js"
import { openGrant } from "../../../amanah/static/js/sealing/grants.js"
import { selfOf } from "../../../amanah/static/js/sealing/identity.js"
import { openByPhrase } from "../../../amanah/static/js/sealing/locks.js"
import { browserOf } from "./browser.mjs"

/** Somebody's keys, and the room as they come to it. */
async function memberOf(who, room) {
  const browser = browserOf(who)
  await browser.ask("open", { by: "phrase", phrase: who.phrase })
  const { body: state } = await browser.raw("GET", "/lock/state/")
  const expected = { person: state.person, generation: state.identity.generation }
  const way = state.ways.find(({ kind }) => kind === "phrase")
  const { identity } = await openByPhrase(fromBase64(way.blob), who.phrase, expected)
  const self = await selfOf(identity)
  const { body: told } = await browser.raw("GET", `/rooms/${room}/?known=0&newest=30`)
  const epoch = told.epochs.at(-1)
  const mine = epoch.grants.find(({ statement }) => JSON.parse(statement).to === self.recipient)
  const grant = await openGrant(self, mine, { room, epoch: epoch.epoch })
  return { person: state.person, self, told, grant, epoch: epoch.epoch, pins: state.pins.counter }
}

const { room, people, count, from, until } = JSON.parse(await text(process.stdin))
const members = []
for (const who of people) members.push(await memberOf(who, room))
const [{ told, grant, epoch }] = members
const keys = await keysOf(grant.roomKey, room, epoch)
const hashes = told.hashes.map(([, sha]) => fromBase64(sha))
let head = await foldHeads(await firstHead(room), hashes)
const step = (Date.parse(until) - Date.parse(from)) / count
const rows = []
for (let turn = 1; turn <= count; turn += 1) {
  const { person, self, pins } = members[turn % members.length]
  const n = told.last + turn
  const said = `Message ${turn}. ` + "We talked about the ward and what to read. ".repeat(1 + (turn % 5))
  const words = {
    v: 1, room, epoch, n, mid: crypto.randomUUID(), by: person, kind: "message", ref: "",
    at: new Date(Date.parse(from) + turn * step).toISOString(), head: toBase64(head), pins,
    text: turn % 200 ? said : `${said} پیر کا روٹا`,
  }
  const { file, sha256 } = await writeEnvelope(self, keys, words, grant.members)
  head = await nextHead(head, sha256)
  rows.push({ n, mid: words.mid, by: person, at: words.at, epoch, sha256: toBase64(sha256), file: toBase64(file) })
}
console.log(JSON.stringify(rows))
