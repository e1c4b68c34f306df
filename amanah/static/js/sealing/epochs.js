/**
 * The epochs of a room: in each, one key for all who are in it. A grant hands it to one of them.
 */
import { Refused, sha256, toBase64, toBytes } from "./bytes.js"
import { keysOf } from "./envelopes.js"
import { makeGrant, openGrant } from "./grants.js"
import { newIdentity, recipientOf } from "./identity.js"
import { refusal } from "./desk.js"
import { keepPins, keysOfPerson } from "./pinning.js"

const SUITE = "x25519/1"

/**
 * @typedef {import("./desk.js").Desk} Desk
 * @typedef {import("./desk.js").Held} Held
 * @typedef {{epoch: number, from_n: number, suite: string, grants: {statement: string, mac: string, file: string}[]}} Shown
 * @typedef {object} Epoch
 * @property {number} number
 * @property {number} fromN
 * @property {string} head what the history before it comes to
 * @property {Record<string, string>} members
 * @property {string} by
 * @property {string} print of its key
 * @property {string} key
 * @property {any} keys
 * @property {string} vouched who opened it again to me, if I was not among its readers with this key
 */

/**
 * Take the epochs that the server shows and that can be believed, in order.
 *
 * @param {Held} held
 * @param {{room: string, kind: string, epochs: Shown[]}} room
 * @returns {Promise<{epochs: Epoch[], codes: string[]}>}
 */
export async function takeEpochs(held, room) {
  const pinned = held.pins.rooms[room.room]?.epochs ?? {}
  const known = held.rooms.get(room.room) ?? new Map()
  held.rooms.set(room.room, known)
  const epochs = []
  const codes = new Set()
  for (const shown of room.epochs) {
    try {
      const before = known.get(shown.epoch)
      const epoch = before ?? (room.kind === "private" ? await own(held, room.room, shown) : await granted(held, room.room, shown))
      if (!epoch) continue
      await holdAgainst(pinned[shown.epoch], epoch, shown)
      known.set(shown.epoch, epoch)
      epochs.push(epoch)
    } catch (why) {
      codes.add(why instanceof Refused ? why.code : "sealing.grant-wrong")
    }
  }
  const newest = Math.max(0, ...Object.keys(pinned).map(Number))
  if (newest > (room.epochs.at(-1)?.epoch ?? 0)) codes.add("sealing.rolled-back")
  return { epochs, codes: [...codes] }
}

/**
 * Begin an epoch in which everybody who is here can read.
 *
 * @param {Desk} desk
 * @param {{room: string, kind: string, epochs: Shown[], last: number}} room
 * @param {{current: Record<string, string>, head: string}} among
 * @returns {Promise<boolean>} false where somebody else was first: look again
 */
export async function beginEpoch(desk, room, { current, head }) {
  const held = /** @type {Held} */ (desk.held)
  const epoch = (room.epochs.at(-1)?.epoch ?? 0) + 1
  const terms = { suite: SUITE, room: room.room, epoch, from_n: room.last + 1, head }
  const roomKey = await newIdentity()
  if (room.kind === "private") {
    // Stored first: a key that only this tab knew would be lost with it.
    await keepPins(desk, (pins) => {
      // Another tab may have been first; its key stands.
      pins.private.epochs[epoch] ??= { key: roomKey, from_n: terms.from_n, head }
    })
  }
  const grants = room.kind === "private" ? [] : await grantsFor(held, roomKey, terms, current)
  const { status, body } = await desk.ask("POST", `/rooms/${room.room}/epochs/`, {
    epoch, from_n: terms.from_n, suite: SUITE, grants,
  })
  if (status < 300) return true
  const code = refusal(status, body).code
  if (code === "sealing.epoch-taken") return false
  throw refusal(status, body)
}

/**
 * Pin epochs that were not pinned yet. Adopting one is a key event.
 *
 * @param {Desk} desk
 * @param {string} room
 * @param {Epoch[]} epochs
 */
export async function pinEpochs(desk, room, epochs) {
  const held = /** @type {Held} */ (desk.held)
  const pinned = held.pins.rooms[room]?.epochs ?? {}
  const fresh = epochs.filter((one) => !pinned[one.number])
  if (!fresh.length) return
  await keepPins(desk, (pins) => {
    const entry = roomPins(pins, room)
    // Of two the other is known; where there are more, each is asked about before one writes.
    const first = Object.keys(fresh[0].members)
    if (!entry.readers.length && first.length === 2) entry.readers = first
    for (const one of fresh) {
      entry.epochs[one.number] = {
        key: one.print, from_n: one.fromN, head: one.head, members: one.members,
      }
    }
  })
}

/** What is pinned of a room. @param {any} pins @param {string} room */
export function roomPins(pins, room) {
  pins.rooms[room] ??= { epochs: {}, readers: [], n: 0, head: "" }
  pins.rooms[room].readers ??= []
  return pins.rooms[room]
}

/**
 * Grants of one epoch, one for each of its members.
 *
 * @param {Held} held
 * @param {string} roomKey
 * @param {{suite: string, room: string, epoch: number, from_n: number, head: string}} terms
 * @param {Record<string, string>} current
 */
async function grantsFor(held, roomKey, terms, current) {
  const grants = []
  for (const [person, to] of Object.entries(current)) {
    const grant = await makeGrant(held.self, {
      ...terms, roomKey, by: held.person, to, members: current,
    })
    grants.push({ to: person, generation: generationOf(held, person, to), ...grant })
  }
  return grants
}

/** @param {Held} held @param {string} person @param {string} recipient */
export function generationOf(held, person, recipient) {
  const keys = keysOfPerson(held, person)
  return Number(Object.keys(keys).find((one) => keys[one] === recipient))
}

/** @param {Held} held @param {string} room @param {Shown} shown @returns {Promise<Epoch | null>} */
async function own(held, room, shown) {
  const mine = held.pins.private
  const kept = mine.room === room ? mine.epochs[shown.epoch] : null
  if (!kept) return null // Of a lock that was lost.
  return await epochOf(room, shown, {
    roomKey: kept.key, by: held.person, members: { [held.person]: held.self.recipient },
    from_n: kept.from_n, head: kept.head,
  }, "")
}

/** @param {Held} held @param {string} room @param {Shown} shown @returns {Promise<Epoch | null>} */
async function granted(held, room, shown) {
  /** @type {Epoch | null} */
  let found = null
  for (const grant of shown.grants) {
    if (JSON.parse(grant.statement).to !== held.self.recipient) continue
    const opened = await openGrant(held.self, grant, { room, epoch: shown.epoch })
    refuseStrangers(held, opened)
    const isMine = opened.members[held.person] === held.self.recipient
    if (!isMine) refuseVouching(held, room, shown.epoch)
    const epoch = await epochOf(room, shown, opened, isMine ? "" : opened.by)
    if (found && found.print !== epoch.print) {
      throw new Refused("sealing.histories", "two keys for one epoch")
    }
    // Whoever was among its readers needs nobody to vouch for what the others wrote.
    if (!found || found.vouched) found = epoch
  }
  return found
}

/**
 * Each key that a grant names must be one that is pinned for whom it is said to be.
 *
 * @param {Held} held
 * @param {{by: string, from: string, members: Record<string, string>}} opened
 */
function refuseStrangers(held, { by, from, members }) {
  if (!Object.values(keysOfPerson(held, by)).includes(from)) {
    throw new Refused("sealing.grant-wrong", "granted with a key that is not pinned")
  }
  for (const [person, key] of Object.entries(members)) {
    if (person !== held.person && !Object.values(keysOfPerson(held, person)).includes(key)) {
      throw new Refused("sealing.key-swapped", "among its readers is a key that is not pinned")
    }
  }
}

/**
 * That somebody vouches for the words of all others is for a history from before one's own keys,
 * and for no other: a member could else write as another.
 *
 * @param {Held} held
 * @param {string} room
 * @param {number} epoch
 */
function refuseVouching(held, room, epoch) {
  const pinned = Object.entries(held.pins.rooms[room]?.epochs ?? {})
  const isLate = pinned.some(([number, one]) =>
    Number(number) <= epoch && one.members[held.person] === held.self.recipient)
  if (held.generation === 1 || isLate) {
    throw new Refused("sealing.grant-wrong", "it is not from before one's own keys")
  }
}

/**
 * @param {string} room
 * @param {Shown} shown
 * @param {any} granted
 * @param {string} vouched
 * @returns {Promise<Epoch>}
 */
async function epochOf(room, shown, granted, vouched) {
  return {
    number: shown.epoch,
    fromN: granted.from_n,
    head: granted.head,
    members: granted.members,
    by: granted.by,
    key: granted.roomKey,
    print: toBase64(await sha256(toBytes(await recipientOf(granted.roomKey)))),
    keys: await keysOf(granted.roomKey, room, shown.epoch),
    vouched,
  }
}

/**
 * @param {{key: string, from_n: number, head: string, members?: Record<string, string>} | undefined} pin
 * @param {Epoch} epoch
 * @param {Shown} shown
 */
async function holdAgainst(pin, epoch, shown) {
  if (epoch.fromN !== shown.from_n) throw new Refused("sealing.grant-wrong", "begins elsewhere")
  const isOther = pin && (pin.key !== epoch.print || pin.from_n !== epoch.fromN
    || pin.head !== epoch.head || !isSame(pin.members ?? epoch.members, epoch.members))
  if (isOther) {
    throw new Refused("sealing.histories", "another key than before")
  }
}

/** Whether the same people are named with the same keys. @param {Record<string, string>} one @param {Record<string, string>} other */
export function isSame(one, other) {
  const people = Object.keys(one)
  return people.length === Object.keys(other).length && people.every((person) => one[person] === other[person])
}
