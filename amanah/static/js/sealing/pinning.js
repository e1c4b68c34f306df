/**
 * Whose key is whose. What a person's key is was seen once, and is pinned; from then on the server
 * is believed no other. Pins are stored sealed to oneself, and only when one writes or a key event
 * happens.
 */
import { Refused, fromBase64, toBase64 } from "./bytes.js"
import { openPins, sealPins } from "./pins.js"
import { refusal } from "./desk.js"
import { keepSeen } from "./remembering.js"

const TURNS = 5

/**
 * @typedef {import("./desk.js").Desk} Desk
 * @typedef {import("./desk.js").Held} Held
 * @typedef {{person: string, name: string, is_here: boolean, identities: {generation: number, recipient: string}[]}} Member
 * @typedef {{code: string, person: string, name: string}} Notice
 * @typedef {{current: Record<string, string>, notices: Notice[], awaited: Member[]}} Sight
 */

/**
 * Hold what the server says of the members of a room against what is pinned.
 *
 * @param {Held} held
 * @param {Member[]} members
 * @returns {Sight} the key to seal to for each who is here; empty where there is none to be trusted
 */
export function sightOf(held, members) {
  /** @type {Sight} */
  const sight = { current: {}, notices: [], awaited: [] }
  for (const member of members) {
    const { key, code } = member.person === held.person ? ours(held, member) : theirs(held, member)
    if (code) sight.notices.push({ code, person: member.person, name: member.name })
    if (!member.is_here) continue
    sight.current[member.person] = key
    if (!member.identities.length) sight.awaited.push(member)
  }
  return sight
}

/** Every key of a person that is pinned. @param {Held} held @param {string} person @returns {Record<string, string>} */
export function keysOfPerson(held, person) {
  if (person === held.person) return { [held.generation]: held.self.recipient }
  return held.pins.people[person]?.keys ?? {}
}

/** Pin a key that its owner has read out. @param {Held} held @param {Member} member @param {string} day */
export function pinVerified(held, member, day) {
  const newest = member.identities.at(-1)
  if (!newest) throw new Refused("sealing.awaited", "this person has no lock yet")
  return (/** @type {any} */ pins) => {
    const entry = entryOf(pins, member.person)
    entry.keys[newest.generation] = newest.recipient
    entry.verified[newest.generation] = day
  }
}

/**
 * Store the pins with a change. Where another device stored newer ones, the change goes onto those.
 *
 * @param {Desk} desk
 * @param {(pins: any) => void} change
 */
export async function keepPins(desk, change) {
  const held = /** @type {Held} */ (desk.held)
  const whose = { person: held.person, generation: held.generation }
  for (let turn = 0; turn < TURNS; turn += 1) {
    const next = structuredClone(held.pins)
    bringSights(held, next)
    change(next)
    next.counter += 1
    const blob = toBase64(await sealPins(held.self, next))
    const { status, body } = await desk.ask("POST", "/lock/pins/", { counter: next.counter, blob })
    if (status < 300) {
      held.pins = next
      held.sights = {}
      return await keepSeen(desk)
    }
    if (status !== 409) throw refusal(status, body)
    held.pins = await openPins(held.self, fromBase64(body.pins.blob), {
      ...whose, counter: body.pins.counter, atLeast: held.pins.counter,
    })
  }
  throw new Refused("sealing.unreachable", "another device kept writing")
}

/** @param {Held} held @param {Member} member */
function ours(held, member) {
  const key = member.identities.at(-1)?.recipient
  return key === held.self.recipient
    ? { key, code: "" }
    : { key: "", code: "sealing.replaced" }
}

/** @param {Held} held @param {Member} member */
function theirs(held, { person, identities }) {
  const newest = identities.at(-1)
  const pinned = held.pins.people[person]?.keys
  if (!newest) return { key: "", code: pinned ? "sealing.key-swapped" : "" }
  if (!pinned) {
    pinFirst(held, person, identities)
    return { key: newest.recipient, code: "" }
  }
  if (identities.some(({ generation, recipient }) => pinned[generation] && pinned[generation] !== recipient)) {
    return { key: "", code: "sealing.key-swapped" }
  }
  const latest = Math.max(...Object.keys(pinned).map(Number))
  if (newest.generation < latest) return { key: "", code: "sealing.key-swapped" }
  if (newest.generation > latest) return { key: "", code: "sealing.key-replaced" }
  return { key: newest.recipient, code: "" }
}

/**
 * @param {Held} held
 * @param {string} person
 * @param {{generation: number, recipient: string}[]} identities
 */
function pinFirst(held, person, identities) {
  held.sights[person] = Object.fromEntries(identities.map((one) => [one.generation, one.recipient]))
  bringSights(held, held.pins)
}

/** @param {Held} held @param {any} pins */
function bringSights(held, pins) {
  for (const [person, keys] of Object.entries(held.sights)) {
    const entry = entryOf(pins, person)
    // What another device pinned before stands.
    entry.keys = { ...keys, ...entry.keys }
  }
}

/** @param {any} pins @param {string} person */
function entryOf(pins, person) {
  pins.people[person] ??= { keys: {}, verified: {} }
  return pins.people[person]
}
