/**
 * One's own lock: making it, opening it, closing it.
 */
import { Refused, fromBase64, toBase64 } from "./bytes.js"
import { drop, refusal } from "./desk.js"
import { newIdentity, pkcs8Of, rawOf, recipientOf, selfOf } from "./identity.js"
import { openByPasskey, openByPhrase, sealByPasskey, sealByPhrase } from "./locks.js"
import { tidy } from "./phrases.js"
import { keepPins, sightOf } from "./pinning.js"
import { newPins, openPins, sealPins } from "./pins.js"
import { recall, remember } from "./remembering.js"
import { tidyCode } from "./sheets.js"

/**
 * @typedef {import("./desk.js").Desk} Desk
 * @typedef {import("./desk.js").Stored} Stored
 * @typedef {import("./desk.js").How} How
 * @typedef {import("./desk.js").NewWay} NewWay
 */

// What opened nothing: of words one looks at each, of a code at each sign.
/** @type {Record<string, string>} */
const CLOSED = { sheet: "sealing.wrong-code", file: "sealing.wrong-file", passkey: "sealing.no-touch" }

/** Ask the server how the lock stands. @param {Desk} desk @returns {Promise<Stored>} */
export async function look(desk) {
  const { status, body } = await desk.ask("GET", "/lock/state/")
  if (status !== 200) throw refusal(status, body)
  if (desk.held && desk.held.person !== body.person) drop(desk)
  desk.belongTo(body.person)
  desk.stored = body
  return body
}

/** Open from this browser's memory, if it still may. @param {Desk} desk */
export async function wake(desk) {
  const stored = await look(desk)
  if (desk.held || !stored.identity) return
  if (await isAnother(desk, stored)) desk.trouble = "sealing.replaced"
  if (!stored.opening?.key) return
  const found = await recall(desk, stored)
  if (!found) return
  // Why it would not do is told with the state of the lock.
  await take(desk, found.self, { remembers: true, seen: found.seen, places: found.places, counter: found.counter })
    .catch(() => {})
}

/**
 * Whether this browser kept another lock of the same person than the server names. That needs no
 * opening: whoever replaced it has ended that.
 *
 * @param {Desk} desk
 * @param {Stored} stored
 */
async function isAnother(desk, { person, identity }) {
  const kept = await desk.memory?.kept().catch(() => null)
  return Boolean(kept && kept.person === person && kept.recipient !== identity?.recipient)
}

/** Make the first lock. @param {Desk} desk @param {{ways: NewWay[], remember: boolean}} how */
export async function make(desk, { ways, remember: mayRemember }) {
  const stored = desk.stored ?? (await look(desk))
  const made = await newLock(stored.person, 1, crypto.randomUUID(), ways)
  const { status, body } = await desk.ask("POST", "/lock/identity/", made.body)
  if (status !== 201 && status !== 200) throw refusal(status, body)
  desk.stored = body
  await begin(desk, made.identity, mayRemember)
  // The lock is there without it: whoever was not pinned now is seen first when they are needed.
  await pinKnown(desk).catch(() => {})
}

/** Pin the keys of those to whom one could turn for protection, before one needs them. @param {Desk} desk */
async function pinKnown(desk) {
  const { status, body } = await desk.ask("GET", "/lock/known/")
  if (status !== 200 || !desk.held) return
  sightOf(desk.held, body.people)
  if (Object.keys(desk.held.sights).length) await keepPins(desk, () => {})
}

/**
 * Everything is lost: make another lock, which waits a day in which the owner can stop it.
 *
 * @param {Desk} desk
 * @param {{ways: NewWay[]}} how
 */
export async function replace(desk, { ways }) {
  const stored = await look(desk)
  if (!stored.identity || !stored.private_room) throw new Refused("sealing.no-lock", "there is no lock")
  const made = await newLock(stored.person, stored.identity.generation + 1, stored.private_room, ways)
  const { status, body } = await desk.ask("POST", "/lock/replacement/", made.body)
  if (status !== 201 && status !== 200) throw refusal(status, body)
  desk.stored = body
}

/** @param {Desk} desk */
export async function stopReplacement(desk) {
  const { status, body } = await desk.ask("POST", "/lock/replacement/stop/", {})
  if (status >= 400) throw refusal(status, body)
  await look(desk)
}

/** Open the lock by one of its ways. @param {Desk} desk @param {How} how */
export async function open(desk, how) {
  const { identity, way } = await secretBy(desk, how)
  await begin(desk, identity, Boolean(how.remember), how.by === "device" ? way : "")
}

/**
 * The secret of one's lock, freshly opened: for opening it, and for what is asked twice.
 *
 * @param {Desk} desk
 * @param {How} how
 */
export async function secretBy(desk, how) {
  const { identity, ways, person } = await look(desk)
  if (!identity) throw new Refused("sealing.no-lock", "there is no lock")
  const expected = { person, generation: identity.generation }
  /** @type {unknown} */
  let trouble = new Refused(CLOSED[how.by] ?? "sealing.wrong-phrase", "no way of this kind opens the lock")
  for (const way of ways.filter((one) => fits(one, how))) {
    try {
      const blob = fromBase64(way.blob)
      const secret = how.by === "passkey"
        ? await openByPasskey(blob, how.prf ?? new Uint8Array(), expected)
        : await openByPhrase(blob, spoken(how), expected)
      return { ...secret, way: way.id }
    } catch (why) {
      // That a blob was tampered with says more than that a phrase was wrong.
      if (!(why instanceof Refused) || why.code !== "sealing.wrong-phrase") trouble = why
    }
  }
  throw trouble
}

/** Close it here: keys, memory and the session's part. @param {Desk} desk @param {"close" | "everywhere"} where */
export async function close(desk, where) {
  drop(desk)
  await desk.memory?.forget().catch(() => {})
  const { status, body } = await desk.ask("POST", `/lock/${where}/`, {})
  if (status >= 400) throw refusal(status, body)
  if (desk.stored) desk.stored = { ...desk.stored, opening: null }
}

/**
 * Seal the secret for one way in.
 *
 * @param {{person: string, generation: number, identity: string}} secret
 * @param {NewWay} way
 */
export async function wayFor(secret, way) {
  const blob = way.kind === "passkey"
    ? await sealByPasskey(secret, way.prf ?? new Uint8Array())
    : await sealByPhrase(secret, spoken(way))
  return {
    kind: way.kind, label: way.label ?? "", credential: way.credential ?? "", blob: toBase64(blob),
  }
}

/** A phrase or a code as it was chosen, however it was typed. @param {{phrase?: string, code?: string}} typed */
export function spoken({ phrase, code = "" }) {
  return phrase === undefined ? tidyCode(code) : tidy(phrase)
}

/**
 * @param {string} person
 * @param {number} generation
 * @param {string} room
 * @param {NewWay[]} ways
 */
async function newLock(person, generation, room, ways) {
  const identity = await newIdentity()
  const secret = { person, generation, identity }
  const self = await selfOf(identity)
  const pins = newPins(person, generation, room)
  return {
    identity,
    body: {
      recipient: await recipientOf(identity),
      generation,
      private_room: room,
      ways: await Promise.all(ways.map((way) => wayFor(secret, way))),
      pins: { counter: pins.counter, blob: toBase64(await sealPins(self, pins)) },
    },
  }
}

/**
 * @param {Desk} desk
 * @param {string} identity
 * @param {boolean} mayRemember
 * @param {string} [spent] the way in that was good once
 */
async function begin(desk, identity, mayRemember, spent = "") {
  const self = await selfOf(identity)
  await take(desk, self, { remembers: false, seen: {}, places: {}, counter: 0 })
  const raw = rawOf(identity)
  await remember(desk, { raw, pkcs8: pkcs8Of(raw) }, { mayRemember, spent })
  raw.fill(0)
}

/**
 * Take the keys in hand, once they are those that the server names and the pins hold.
 *
 * @param {Desk} desk
 * @param {import("./desk.js").Self} self
 * @param {{remembers: boolean, seen: Record<string, import("./desk.js").Mark>, places: Record<string, number>, counter: number}} found
 */
async function take(desk, self, { remembers, seen, places, counter }) {
  const { person, identity, pins } = /** @type {Stored} */ (desk.stored)
  if (identity?.recipient !== self.recipient) {
    desk.trouble = "sealing.replaced"
    throw new Refused("sealing.replaced", "somebody replaced your keys")
  }
  const { generation } = identity
  try {
    const opened = await openPins(self, pins && fromBase64(pins.blob), {
      person, generation, counter: pins?.counter ?? 0, atLeast: counter,
    })
    desk.held = {
      person, generation, self, pins: opened, sights: {}, seen, places, remembers,
      rooms: new Map(), attempts: new Map(), attached: new Map(), drafts: {}, troubles: {}, talks: new Map(),
    }
    desk.trouble = ""
  } catch (why) {
    desk.trouble = why instanceof Refused ? why.code : "sealing.pins-wrong"
    throw why
  }
}

/** @param {import("./desk.js").Way} way @param {How} how */
function fits(way, how) {
  return way.kind === how.by && (how.by !== "passkey" || !how.credential || way.credential === how.credential)
}

