/** People, rooms and words for the tests of sealing, and how to ask for a refusal. */
import assert from "node:assert/strict"

import { toBase64 } from "../../../amanah/static/js/sealing/bytes.js"
import { firstHead } from "../../../amanah/static/js/sealing/chain.js"
import { keysOf } from "../../../amanah/static/js/sealing/envelopes.js"
import { newIdentity, selfOf } from "../../../amanah/static/js/sealing/identity.js"

export const SUITE = "x25519/1"

/** Somebody with a lock. */
export async function somebody() {
  const identity = await newIdentity()
  return { person: crypto.randomUUID(), identity, self: await selfOf(identity) }
}

/** What a grant of a room's first epoch says to all who are in it. */
export async function terms(by, members) {
  const room = crypto.randomUUID()
  return {
    suite: SUITE, room, epoch: 1, roomKey: await newIdentity(), by: by.person,
    members: memberMap(members), from_n: 1, head: toBase64(await firstHead(room)),
  }
}

/** A room's epoch in which these people are. */
export async function openRoom(...people) {
  const { room, epoch, roomKey, members, head } = await terms(people[0], people)
  return { room, epoch, roomKey, members, head, keys: await keysOf(roomKey, room, epoch) }
}

/** Words of somebody, for a room. */
export function wordsOf(author, { room, epoch, head }, text = "Salaam", more = {}) {
  return {
    v: 1, room, epoch, n: 1, mid: crypto.randomUUID(), by: author.person, kind: "message", ref: "",
    at: "2026-11-27T07:00:00.000Z", head, pins: 1, text, ...more,
  }
}

export function memberMap(people) {
  return Object.fromEntries(people.map(({ person, self }) => [person, self.recipient]))
}

/** The act is refused, with this code. */
export async function refused(code, act) {
  await assert.rejects(act, (why) => {
    assert.equal(why.code, code, `${why.code}: ${why.stack}`)
    return true
  })
}

/** The same bytes but for one bit. */
export function flipped(bytes, at) {
  const other = Uint8Array.from(bytes)
  other[at >> 3] ^= 1 << (at & 7)
  return other
}
