/**
 * Long conversations: the newest words first, older ones when they are asked for. What was opened
 * stays in this worker until the lock is closed.
 */
import { Refused } from "./bytes.js"
import { drop, hand, refusal } from "./desk.js"
import { holds } from "./finding.js"
import { historyBefore, joinHistories, isWhole } from "./histories.js"
import { asTheyStand, openRows, wordsOf } from "./reading.js"
import { keepSeen } from "./remembering.js"
import { isPinsOld, namesOf, readersOf, see } from "./rooms.js"

const SOME = 30
const MANY = 200 // as many as the server gives at once
const MOST_FOUND = 100

/**
 * @typedef {import("./desk.js").Desk} Desk
 * @typedef {import("./reading.js").Opened} Opened
 * @typedef {import("./reading.js").Row} Row
 * @typedef {object} Talk
 * @property {number} from the place of the oldest words that are open
 * @property {number} last
 * @property {Opened[]} opened oldest first
 * @property {import("./histories.js").History} history
 * @property {import("./epochs.js").Epoch[]} epochs
 * @property {any} told what is said of the room
 *
 * @typedef {{room: string, kind: string, count?: number, again?: boolean}} Wanted
 */

/**
 * The newest words of a kind, as they stand.
 *
 * @param {Desk} desk
 * @param {Wanted} wanted `count`: how many; `again`: from what is open, without asking what is new
 */
export async function talk(desk, { room: id, kind, count = SOME, again = false }) {
  const before = hand(desk).talks.get(id)
  const talk = again && before ? before : await brought(desk, id, before)
  let standing = ofKind(talk, kind)
  while (standing.length < count && talk.from > 1) {
    await reach(desk, id, talk, Math.max(SOME, count - standing.length))
    standing = ofKind(talk, kind)
  }
  return {
    ...said(talk),
    words: shown(desk, talk, standing.slice(-count)),
    hasOlder: standing.length > count || talk.from > 1,
    place: placeOf(desk, id),
  }
}

/**
 * The words in which something is found, newest first: among those that are open, or `whole`, in
 * all of them.
 *
 * @param {Desk} desk
 * @param {{room: string, kind: string, text: string, whole?: boolean}} wanted
 */
export async function search(desk, { room: id, kind, text, whole = false }) {
  const talk = hand(desk).talks.get(id) ?? (await brought(desk, id, undefined))
  while (whole && talk.from > 1) await reach(desk, id, talk, MANY)
  const found = ofKind(talk, kind).filter((one) => one.state === "open" && holds(one.text, text))
  return {
    words: shown(desk, talk, found.slice(-MOST_FOUND)).reverse(),
    count: found.length,
    isWhole: talk.from === 1,
  }
}

/** Whether anything changed in a room: the same question every time. @param {Desk} desk @param {{room: string}} where */
export async function mark(desk, { room: id }) {
  hand(desk)
  const { status, body } = await desk.ask("GET", `/rooms/${id}/mark/`)
  if (status === 423) drop(desk)
  if (status !== 200) throw refusal(status, body)
  return { mark: String(body.mark) }
}

/**
 * Keep how far one has read, on this device alone. Other devices of one's own learn it with the
 * pins, when one writes: so nobody learns when one read.
 *
 * @param {Desk} desk
 * @param {{room: string, n: number}} place
 */
export async function keepPlace(desk, { room: id, n }) {
  const held = hand(desk)
  if (n <= (held.places[id] ?? 0)) return
  held.places[id] = n
  await keepSeen(desk)
}

/** @param {Desk} desk @param {string} id */
function placeOf(desk, id) {
  const held = hand(desk)
  return Math.max(held.places[id] ?? 0, held.pins.rooms[id]?.read ?? 0)
}

/**
 * What is new, put to what was open.
 *
 * @param {Desk} desk
 * @param {string} id
 * @param {Talk | undefined} before
 * @returns {Promise<Talk>}
 */
async function brought(desk, id, before) {
  const seen = await see(desk, { room: id, newest: SOME })
  const held = hand(desk)
  const { room, sight, epochs, history, codes } = seen
  const names = namesOf(room.members)
  const first = room.rows[0]?.n ?? room.last + 1
  const goesOn = before !== undefined && isToGoOn(before, room.last, first, epochs.length)
  const fresh = room.rows.filter((/** @type {Row} */ { n }) => !goesOn || n > before.last)
  if (!isWhole(room.rows, first, room.last)) codes.add("sealing.missing")
  const opened = await openRows(held, id, fresh, { epochs, history })
  if (opened.some(({ state }) => state === "histories")) codes.add("sealing.histories")
  if (await isPinsOld(desk, opened, epochs)) codes.add("sealing.pins-old")
  if (goesOn && joinHistories(before.history, history)) codes.add("sealing.histories")
  /** @type {Talk} */
  const talk = {
    from: goesOn ? before.from : first,
    last: room.last,
    opened: goesOn ? [...before.opened, ...opened] : opened,
    history: goesOn ? before.history : await historyBefore(id, history),
    epochs,
    told: { room, sight, codes, names, readers: readersOf(held, epochs, sight, names) },
  }
  held.talks.set(id, talk)
  return talk
}

/**
 * Whether what is open still leads to what is there. Words that were locked, and may open now, are
 * asked for anew.
 *
 * @param {Talk} before
 * @param {number} last
 * @param {number} first
 * @param {number} epochs
 */
function isToGoOn(before, last, first, epochs) {
  const mayOpen = epochs !== before.epochs.length && before.opened.some(({ state }) => state === "locked")
  return last >= before.last && first <= before.last + 1 && !mayOpen
}

/**
 * Open some that came before.
 *
 * @param {Desk} desk
 * @param {string} id
 * @param {Talk} talk
 * @param {number} count
 */
async function reach(desk, id, talk, count) {
  const query = new URLSearchParams({ before: String(talk.from), newest: String(Math.min(count, MANY)) })
  const { status, body } = await desk.ask("GET", `/rooms/${id}/older/?${query}`)
  if (status === 423) drop(desk)
  if (status !== 200) throw refusal(status, body)
  const held = hand(desk)
  /** @type {Row[]} */
  const rows = body.rows.filter((/** @type {Row} */ { n }) => n < talk.from)
  const first = rows[0]?.n ?? 1
  const { codes } = talk.told
  if (!isWhole(rows, first, talk.from - 1)) codes.add("sealing.missing")
  /** @type {[number, string][]} */
  const given = [...body.hashes, ...rows.map(({ n, sha256 }) => [n, sha256])]
  const shas = new Map(given.filter(([n]) => n < talk.from))
  if (joinHistories(talk.history, { heads: new Map(), shas, codes: new Set() })) codes.add("sealing.histories")
  const opened = await openRows(held, id, rows, talk)
  if (opened.some(({ state }) => state === "histories")) codes.add("sealing.histories")
  talk.opened = [...opened, ...talk.opened]
  talk.from = first
}

/** @param {Talk} talk @param {string} kind */
function ofKind(talk, kind) {
  // A withdrawal stands by itself only where it is not to be believed.
  return asTheyStand(talk.opened).filter(({ row }) => row.kind === kind || row.kind === "withdrawn")
}

/** @param {Desk} desk @param {Talk} talk @param {ReturnType<typeof asTheyStand>} standing */
function shown(desk, talk, standing) {
  return wordsOf(standing, hand(desk).person, talk.told.names)
}

/** What must be known of a room before its words are. @param {Talk} talk */
function said({ told }) {
  const { room, sight, codes, readers } = told
  return {
    isOpen: room.is_open,
    awaited: sight.awaited.map((/** @type {{name: string}} */ { name }) => name),
    readers,
    notices: [...sight.notices, ...[...codes].map((code) => ({ code, person: "", name: "" }))],
  }
}
