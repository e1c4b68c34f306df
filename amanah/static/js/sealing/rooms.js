/**
 * Reading and writing in a room.
 */
import { Refused, fromBase64, toBase64, toBytes } from "./bytes.js"
import { beginEpoch, isSame, pinEpochs, roomPins, takeEpochs } from "./epochs.js"
import { writeEnvelope } from "./envelopes.js"
import { after, historyOf } from "./histories.js"
import { drop, hand, refusal } from "./desk.js"
import { look } from "./lock.js"
import { keepPins, sightOf } from "./pinning.js"
import { openPins, veiled } from "./pins.js"
import { asTheyStand, openRows, wordsOf } from "./reading.js"
import { keepSeen } from "./remembering.js"

const NEWEST = 30
const TURNS = 12
const PAUSE = 150 // milliseconds at most after the first time that somebody was first
const MOST_BYTES = 100_000
const MOST_FILE = 256 * 1024 // as much as the server takes
// What must be mended before anything is written: it would go to nobody knows whom, or after what.
const FORBID = ["sealing.rolled-back", "sealing.histories", "sealing.missing", "sealing.grant-wrong",
  "sealing.key-swapped", "sealing.key-replaced", "sealing.replaced", "sealing.suite-unknown",
  "sealing.pins-old"]

/**
 * @typedef {import("./desk.js").Desk} Desk
 * @typedef {import("./desk.js").Held} Held
 * @typedef {import("./attached.js").Attachment} Attachment
 * @typedef {{room: string, kinds?: string[], mids?: string[], newest?: number, isWhole?: boolean}} Wanted
 */

/** Open what is in a room. @param {Desk} desk @param {Wanted} wanted */
export async function read(desk, wanted) {
  const seen = await see(desk, wanted)
  const held = hand(desk)
  const { room, sight, epochs, history, codes } = seen
  const opened = await openRows(held, room.room, room.rows, { epochs, history })
  if (opened.some(({ state }) => state === "histories")) codes.add("sealing.histories")
  if (await isPinsOld(desk, opened, epochs)) codes.add("sealing.pins-old")
  const names = namesOf(room.members)
  return {
    isOpen: room.is_open,
    awaited: sight.awaited.map(({ name }) => name),
    readers: readersOf(held, epochs, sight, names),
    notices: [...sight.notices, ...[...codes].map((code) => ({ code, person: "", name: "" }))],
    words: wordsOf(asTheyStand(opened), held.person, names),
  }
}

/**
 * Seal words and send them. Asked again with the same words after a lost answer, they are still
 * sent once.
 *
 * @param {Desk} desk
 * @param {{room: string, kind: string, ref?: string, text: string, mid?: string, attachments?: Attachment[]}} words
 *     `mid`: their name, where they have one already; `attachments`: what goes with them, brought
 *     before. Words that are changed keep what went with them.
 */
export async function write(desk, { room: id, kind, ref = "", text, mid = "", attachments }) {
  const held = hand(desk)
  const along = attachments ?? (kind === "withdrawn" ? [] : held.attached.get(ref) ?? [])
  if (!text.trim() && kind !== "withdrawn" && !along.length) throw new Refused("sealing.empty", "there is nothing to send")
  if (toBytes(text).length > MOST_BYTES) throw new Refused("sealing.too-long", "too long")
  const attempt = attemptOf(held, [id, kind, ref, text, mid], along)
  for (let turn = 0; turn < TURNS; turn += 1) {
    if (turn > 1) await standBack(turn)
    const { seen, ready } = await readyIn(desk, id)
    // A file is for those who read the words: it is sealed again where that has changed.
    if (!ref && along.some((one) => one.epoch !== ready.epoch.number)) throw new Refused("sealing.attachment-epoch", "sealed for others")
    const sent = await send(desk, seen, ready, { ...attempt.words, mid: attempt.mid })
    if (!sent) continue
    held.attempts.delete(attempt.key)
    await settle(desk, id, sent)
    return { mid: attempt.mid, n: sent.n }
  }
  throw new Refused("sealing.unreachable", "others kept writing")
}

/**
 * A room in which one may write now, its newest epoch begun if need be.
 *
 * @param {Desk} desk
 * @param {string} id
 */
export async function readyIn(desk, id) {
  for (let turn = 0; turn < TURNS; turn += 1) {
    if (turn > 1) await standBack(turn)
    const seen = await see(desk, { room: id, newest: 1 })
    const ready = await readied(desk, seen)
    if (ready) return { seen, ready }
  }
  throw new Refused("sealing.unreachable", "others kept beginning")
}

/** Let those be first who were in the way, for a while that is another for each. @param {number} turn */
function standBack(turn) {
  return new Promise((done) => setTimeout(done, Math.random() * PAUSE * turn))
}

/** From now on somebody new may read: the person was asked. @param {Desk} desk @param {{room: string}} where */
export async function letIn(desk, { room: id }) {
  const { sight } = await see(desk, { room: id, newest: 1 })
  await keepPins(desk, (pins) => {
    const entry = roomPins(pins, id)
    entry.readers = [...new Set([...entry.readers, ...Object.keys(sight.current)])]
  })
}

/** Fetch a room and hold it against all that is certain. @param {Desk} desk @param {Wanted} wanted */
export async function see(desk, { room: id, kinds, mids, newest = NEWEST, isWhole = false }) {
  const held = hand(desk)
  const mark = markOf(held, id)
  // Chosen words may be old: only the whole list of hashes reaches back to them.
  const known = kinds || mids || isWhole ? 0 : Math.max(0, (mark?.n ?? 0) - newest)
  const query = new URLSearchParams({ known: String(known), newest: String(newest) })
  if (kinds) query.set("kinds", kinds.join(","))
  if (mids) query.set("mids", mids.join(","))
  const { status, body: room } = await desk.ask("GET", `/rooms/${id}/?${query}`)
  if (status === 423) drop(desk)
  if (status !== 200) throw refusal(status, room)
  if (room.room !== id) throw new Refused("sealing.histories", "another room was shown")
  refuseOtherKind(held, room)

  const sight = sightOf(held, room.members)
  held.drafts[id] = room.drafts
  const { epochs, codes } = await takeEpochs(held, room)
  if (room.kind !== "private") await pinEpochs(desk, id, epochs)
  const history = await historyOf(room, { known, mark, epochs })
  const all = held.troubles[id] = new Set([...held.troubles[id] ?? [], ...codes, ...history.codes])
  await note(desk, id, room.last, history, all)
  return { room, sight, epochs, history, codes: all }
}

/**
 * Which room is one's own is known from the pins. A server that says otherwise wants notes to
 * oneself sealed for somebody else, or words for somebody else lost.
 *
 * @param {Held} held
 * @param {{room: string, kind: string}} room
 */
function refuseOtherKind(held, { room, kind }) {
  const is = room === held.pins.private.room ? "private" : "shared"
  if (kind !== is) throw new Refused("sealing.other-room", "this room is not of the kind that it was")
}

/** How far the history of a room was seen: by the pins, or later on this device. @param {Held} held @param {string} id */
function markOf(held, id) {
  const pinned = held.pins.rooms[id]
  const here = held.seen[id]
  const stored = pinned?.n ? { n: pinned.n, head: pinned.head } : null
  return here && here.n > (stored?.n ?? 0) ? here : stored
}

/**
 * @param {Desk} desk
 * @param {string} id
 * @param {number} last
 * @param {import("./histories.js").History} history
 * @param {Set<string>} codes
 */
async function note(desk, id, last, history, codes) {
  const held = hand(desk)
  const head = history.heads.get(last)
  if (codes.size || !last || !head || held.seen[id]?.n === last) return
  held.seen[id] = { n: last, head }
  await keepSeen(desk)
}

/**
 * The epoch to write in, begun if need be.
 *
 * @param {Desk} desk
 * @param {Awaited<ReturnType<typeof see>>} seen
 */
async function readied(desk, { room, sight, epochs, history, codes }) {
  const held = hand(desk)
  if (!room.is_open) throw new Refused("sealing.room-closed", "nothing more is written here")
  const wrong = [...codes, ...sight.notices.map(({ code }) => code)].find((code) => FORBID.includes(code))
  if (wrong) throw Object.assign(new Refused(wrong, "this must be settled first"), { people: concerned(held, wrong, sight, room) })
  if (sight.awaited.length) {
    const awaited = sight.awaited.map(({ name }) => name)
    throw Object.assign(new Refused("sealing.awaited", "somebody has no lock yet"), { people: awaited })
  }
  // The newest words lead from what was seen to what is there, or this is another history.
  const opened = await openRows(held, room.room, room.rows, { epochs, history })
  if (opened.some(({ state }) => state === "histories")) throw new Refused("sealing.histories", "two histories")
  const head = history.heads.get(room.last)
  if (head === undefined) throw new Refused("sealing.missing", "the history has a gap")
  const newest = epochs.at(-1)
  const isMine = newest?.number === room.epochs.at(-1)?.epoch
  if (!isMine && room.kind !== "private") throw new Refused("sealing.not-granted", "opened to you by nobody yet")
  const current = readersTo(held, room, sight.current)
  if (newest && isMine && isSame(newest.members, current)) return { epoch: newest, head }
  await beginEpoch(desk, room, { current, head })
  return null
}

/**
 * Whom a refusal is about; where that is not known, all the others.
 *
 * @param {Held} held
 * @param {string} code
 * @param {import("./pinning.js").Sight} sight
 * @param {any} room
 */
function concerned(held, code, { notices }, { members }) {
  const found = notices.filter((notice) => notice.code === code).map(({ name }) => name)
  if (found.length) return found
  return members.filter((/** @type {{person: string}} */ { person }) => person !== held.person).map((/** @type {{name: string}} */ { name }) => name)
}

/**
 * To whom one writes. In one's own room to oneself, whoever is said to be there; elsewhere to those
 * who were agreed to, and of whom more than two are named and asked about before the first word.
 *
 * @param {Held} held
 * @param {any} room
 * @param {Record<string, string>} current
 * @returns {Record<string, string>} person to recipient
 */
function readersTo(held, room, current) {
  if (room.kind === "private") return { [held.person]: held.self.recipient }
  const agreed = held.pins.rooms[room.room]?.readers ?? []
  const others = Object.keys(current).filter((one) => one !== held.person && !agreed.includes(one))
  if (!others.length || (!agreed.length && others.length === 1)) return current
  const names = namesOf(room.members)
  const people = others.map((one) => names[one])
  throw Object.assign(new Refused("sealing.new-member", "somebody new would read"), { people })
}

/**
 * @param {Desk} desk
 * @param {Awaited<ReturnType<typeof see>>} seen
 * @param {{epoch: import("./epochs.js").Epoch, head: string}} ready
 * @param {{kind: string, ref: string, text: string, mid: string, attachments?: Attachment[]}} words
 * @returns {Promise<{n: number, head: string} | null>} nothing where somebody was first
 */
async function send(desk, { room }, { epoch, head }, words) {
  const held = hand(desk)
  const n = room.last + 1
  const at = new Date(desk.now()).toISOString()
  const pins = await veiled(held.self, held.pins.counter, { room: room.room, mid: words.mid })
  /** @type {import("./envelopes.js").Words} */
  const placed = {
    v: 1, room: room.room, epoch: epoch.number, n, by: held.person, at, head, pins, ...words,
  }
  const { file, sha256 } = await writeEnvelope(held.self, epoch.keys, placed, epoch.members)
  if (file.length > MOST_FILE) throw new Refused("sealing.too-long", "too long")
  const { status, body } = await desk.ask("POST", `/rooms/${room.room}/words/`, {
    n, mid: words.mid, epoch: epoch.number, kind: words.kind, ref: words.ref, file: toBase64(file),
    // Those of words that are changed came with the first ones.
    attachments: words.ref ? [] : (words.attachments ?? []).map(({ name }) => name),
  })
  if (status < 300) return { n, head: await after(head, toBase64(sha256)) }
  const why = refusal(status, body)
  if (why.code === "sealing.mid-taken") return await arrived(desk, room.room, words)
  if (["sealing.n-taken", "sealing.other-epoch", "sealing.new-epoch-needed"].includes(why.code)) return null
  if (status === 423) drop(desk)
  throw why
}

/**
 * The words arrived before, and only the answer was lost. The server is not believed in that:
 * they are read back.
 *
 * @param {Desk} desk
 * @param {string} id
 * @param {{mid: string, text: string}} words
 */
async function arrived(desk, id, { mid, text }) {
  const { room, epochs, history } = await see(desk, { room: id, mids: [mid] })
  const rows = room.rows.filter((/** @type {any} */ row) => row.mid === mid)
  const [found] = await openRows(hand(desk), id, rows, { epochs, history })
  if (found?.state !== "open" || found.text !== text) {
    throw new Refused("sealing.histories", "the server says these words are there, and they are not")
  }
  return { n: found.row.n, head: "" }
}

/** Pin how far the history goes now that one has written. @param {Desk} desk @param {string} id @param {{n: number, head: string}} sent */
async function settle(desk, id, { n, head }) {
  const held = hand(desk)
  if (!head) return
  if ((held.seen[id]?.n ?? 0) < n) held.seen[id] = { n, head }
  await keepPins(desk, (pins) => {
    const entry = roomPins(pins, id)
    if (n > entry.n) Object.assign(entry, { n, head })
    // How far one has read goes along: a time of its own would say when.
    entry.read = Math.max(entry.read ?? 0, held.places[id] ?? 0)
  })
}

/**
 * One attempt at sending the same words keeps its name through every try.
 *
 * @param {Held} held
 * @param {[string, string, string, string, string]} what the last: its name, where it has one
 * @param {Attachment[]} attachments
 */
function attemptOf(held, what, attachments) {
  const key = JSON.stringify([what, attachments])
  const [, kind, ref, text, name] = what
  const mid = name || (held.attempts.get(key) ?? crypto.randomUUID())
  held.attempts.set(key, mid)
  return { key, mid, words: { kind, ref, text, ...(attachments.length ? { attachments } : {}) } }
}

/**
 * Whether my own words know of newer pins than the server shows.
 *
 * @param {Desk} desk
 * @param {import("./reading.js").Opened[]} opened
 * @param {import("./epochs.js").Epoch[]} epochs
 */
export async function isPinsOld(desk, opened, epochs) {
  const held = hand(desk)
  const mine = new Set(epochs.filter((one) => one.members[held.person] === held.self.recipient).map((one) => one.number))
  const told = Math.max(0, ...opened
    .filter(({ row, state }) => state === "open" && row.by === held.person && mine.has(row.epoch))
    .map(({ pins }) => pins))
  if (told <= held.pins.counter) return false
  const { pins } = await look(desk)
  held.pins = await openPins(held.self, pins && fromBase64(pins.blob), {
    person: held.person, generation: held.generation, counter: pins?.counter ?? 0, atLeast: held.pins.counter,
  })
  return told > held.pins.counter
}

/** @param {{person: string, name: string}[]} members @returns {Record<string, string>} */
export function namesOf(members) {
  return Object.fromEntries(members.map(({ person, name }) => [person, name]))
}

/**
 * Who can open what is written now, by the keys that were granted; oneself last.
 *
 * @param {Held} held
 * @param {import("./epochs.js").Epoch[]} epochs
 * @param {import("./pinning.js").Sight} sight
 * @param {Record<string, string>} names
 */
export function readersOf(held, epochs, sight, names) {
  const people = Object.keys(epochs.at(-1)?.members ?? sight.current)
  return [...people.filter((one) => one !== held.person), held.person].map((one) => names[one] ?? "")
}
