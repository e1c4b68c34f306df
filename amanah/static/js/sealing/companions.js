/**
 * The people with whom one shares rooms: their safety numbers, and opening a history again to
 * somebody who lost every way into their lock.
 */
import { Refused } from "./bytes.js"
import { beginEpoch, generationOf } from "./epochs.js"
import { makeGrant } from "./grants.js"
import { hand, refusal } from "./desk.js"
import { secretBy } from "./lock.js"
import { isNumber, numberOf } from "./numbers.js"
import { keepPins, pinVerified, sightOf } from "./pinning.js"
import { see } from "./rooms.js"

const SUITE = "x25519/1"

/**
 * @typedef {import("./desk.js").Desk} Desk
 * @typedef {import("./pinning.js").Member} Member
 */

/** Everybody with whom one shares a room. @param {Desk} desk */
export async function people(desk) {
  const held = hand(desk)
  const found = new Map()
  for (const { members } of await sharedRooms(desk)) {
    const { notices } = sightOf(held, members)
    for (const member of members.filter((/** @type {Member} */ one) => one.person !== held.person)) {
      const code = notices.find(({ person }) => person === member.person)?.code ?? ""
      const newest = member.identities.at(-1)
      found.set(member.person, {
        person: member.person, name: member.name, code,
        hasLock: Boolean(newest),
        verified: verifiedAt(held, member),
      })
    }
  }
  return [...found.values()]
}

/** A safety number: one's own, or the one that stands for somebody here. @param {Desk} desk @param {{person?: string}} [whose] */
export async function number(desk, { person } = {}) {
  const held = hand(desk)
  if (!person || person === held.person) return await numberOf(held.self.recipient)
  return await numberOf(newestOf(await memberOf(desk, person)))
}

/**
 * Take a number that the other read out. There is no way to say yes without typing it.
 *
 * @param {Desk} desk
 * @param {{person: string, typed: string}} heard
 */
export async function verify(desk, { person, typed }) {
  const member = await memberOf(desk, person)
  const is = isNumber(typed, await numberOf(newestOf(member)))
  if (!is) throw new Refused("sealing.other-number", "this is not the number of the key that is shown here")
  const held = hand(desk)
  const newest = /** @type {{generation: number, recipient: string}} */ (member.identities.at(-1))
  const pinned = held.pins.people[person]?.keys[newest.generation]
  if (pinned && pinned !== newest.recipient) {
    throw new Refused("sealing.key-swapped", "a key was changed without its owner")
  }
  await keepPins(desk, pinVerified(held, member, new Date(desk.now()).toISOString()))
}

/**
 * Open every history that one shares with somebody to their new key, and begin a new epoch in it.
 *
 * @param {Desk} desk
 * @param {{person: string, typed: string, fresh: import("./desk.js").How}} wanted
 * @returns {Promise<{rooms: number}>}
 */
export async function openAgain(desk, { person, typed, fresh }) {
  await secretBy(desk, fresh)
  await verify(desk, { person, typed })
  let rooms = 0
  for (const { room, members } of await sharedRooms(desk)) {
    const member = members.find((/** @type {Member} */ one) => one.person === person && one.is_here)
    if (!member) continue
    await grantAll(desk, room, member)
    rooms += 1
  }
  return { rooms }
}

/** @param {Desk} desk @param {string} id @param {Member} member */
async function grantAll(desk, id, member) {
  const held = hand(desk)
  const { room, epochs, sight, history } = await see(desk, { room: id, newest: 1 })
  const to = newestOf(member)
  for (const epoch of epochs.filter((one) => one.members[member.person] && one.members[member.person] !== to)) {
    const grant = await makeGrant(held.self, {
      suite: SUITE, room: id, epoch: epoch.number, roomKey: epoch.key, by: held.person, to,
      members: epoch.members, from_n: epoch.fromN, head: epoch.head,
    })
    const { status, body } = await desk.ask("POST", `/rooms/${id}/grants/`, {
      epoch: epoch.number, to: member.person,
      generation: generationOf(held, member.person, to), ...grant,
    })
    if (status >= 400) throw refusal(status, body)
  }
  const newest = epochs.at(-1)
  const head = history.heads.get(room.last)
  if (newest && head && room.is_open && newest.members[member.person] !== to) {
    await beginEpoch(desk, room, { current: sight.current, head })
  }
}

/** @param {Desk} desk */
async function sharedRooms(desk) {
  const { status, body } = await desk.ask("GET", "/rooms/")
  if (status !== 200) throw refusal(status, body)
  return body.rooms.filter((/** @type {any} */ one) => one.kind === "shared")
}

/** @param {Desk} desk @param {string} person @returns {Promise<Member>} */
async function memberOf(desk, person) {
  for (const { members } of await sharedRooms(desk)) {
    const found = members.find((/** @type {Member} */ one) => one.person === person)
    if (found) return found
  }
  throw new Refused("sealing.not-there", "you share no room with this person")
}

/** @param {Member} member */
function newestOf(member) {
  const newest = member.identities.at(-1)
  if (!newest) throw new Refused("sealing.awaited", "this person has no lock yet")
  return newest.recipient
}

/** @param {import("./desk.js").Held} held @param {Member} member */
function verifiedAt(held, member) {
  const newest = member.identities.at(-1)
  const entry = held.pins.people[member.person]
  return newest && entry?.keys[newest.generation] === newest.recipient
    ? (entry.verified?.[newest.generation] ?? "")
    : ""
}
