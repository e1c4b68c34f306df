/**
 * Words that wait to be sent: sealed to oneself as soon as they are written, kept in this browser,
 * and sent under one name however often that is tried. On a shared computer they are in the memory
 * of the page alone.
 */
import { Refused, fromBase64 } from "./bytes.js"
import { sealFile } from "./carried.js"
import { hand } from "./desk.js"
import { draft, saveDraft } from "./drafts.js"
import { see, write } from "./rooms.js"
import { openBytesFromSelf, openFromSelf, sealBytesToSelf, sealToSelf } from "./selves.js"
import { MOST, emptied, filled } from "./sizes.js"

// So they are kept with the server while this browser may keep nothing.
const SLOT = "waiting-"

/**
 * @typedef {import("./desk.js").Desk} Desk
 * @typedef {import("./shelf.js").Laid} Laid
 * @typedef {import("./attached.js").Attachment} Attachment
 * @typedef {{file: string, type: string, size: number}} Part
 * @typedef {object} Note
 * @property {1} v
 * @property {string} room
 * @property {string} mid
 * @property {string} kind
 * @property {string} ref
 * @property {string} text
 * @property {string} at
 * @property {Part[]} files
 * @property {Attachment[]} [attachments] of words that are changed
 */

/**
 * Seal words to oneself and lay them by. From here on they are lost neither with the tab nor with
 * the line.
 *
 * @param {Desk} desk
 * @param {{room: string, kind: string, ref?: string, text: string, files?: {file: string, type: string, bytes: Uint8Array}[]}} words
 * @returns {Promise<{mid: string, stays: boolean}>} `stays`: also when the page is closed
 */
export async function lay(desk, { room, kind, ref = "", text, files = [] }) {
  if (!text.trim() && !files.length) throw new Refused("sealing.empty", "there is nothing to send")
  if (files.some(({ bytes }) => bytes.length > MOST)) throw new Refused("sealing.attachment-too-large", "more than ten megabytes")
  const held = hand(desk)
  const mid = crypto.randomUUID()
  /** @type {Note} */
  const note = {
    v: 1, room, mid, kind, ref, text, at: new Date(desk.now()).toISOString(),
    files: files.map(({ file, type, bytes }) => ({ file, type, size: bytes.length })),
    attachments: ref ? held.attached.get(ref) : undefined,
  }
  const parts = []
  for (const { bytes } of files) parts.push(await sealBytesToSelf(held.self, filled(bytes)))
  return { mid, stays: await put(desk, note, parts) }
}

/**
 * What waits, oldest first; of one room, or of all. What was kept with the server comes back here.
 *
 * @param {Desk} desk
 * @param {{room?: string}} [where]
 */
export async function waiting(desk, { room } = {}) {
  const held = hand(desk)
  if (room) await takeBack(desk, room)
  const found = []
  for (const one of await laidBy(desk)) {
    const note = await noteOf(desk, one)
    if (!note || (room && note.room !== room)) continue
    const { mid, kind, ref, text, at, files } = note
    found.push({ mid, room: note.room, kind, ref, text, at, files, lacks: files.length > one.parts.length })
  }
  return { words: found, stays: held.remembers }
}

/**
 * A file of words that wait, sealed for the room as it is now.
 *
 * @param {Desk} desk
 * @param {{mid: string, part: number}} which
 */
export async function sealPart(desk, { mid, part }) {
  const { note, laid } = await found(desk, mid)
  const { file, type } = note.files[part]
  return await sealFile(desk, { room: note.room, file, type, bytes: await partOf(desk, laid, note, part) })
}

/**
 * Send words that wait, once what goes with them has been brought.
 *
 * @param {Desk} desk
 * @param {{mid: string, attachments?: Attachment[]}} which
 */
export async function sendLaid(desk, { mid, attachments = [] }) {
  const { note } = await found(desk, mid)
  if (attachments.length !== note.files.length) throw new Refused("sealing.attachment-missing", "not all of its files were brought")
  const { room, kind, ref, text } = note
  const along = ref ? note.attachments : attachments
  const sent = await write(desk, { room, kind, ref, text, mid, attachments: along })
  await gone(desk, note)
  // It was kept as a draft before it was sent off; of that it is the end.
  if (!ref && await draft(desk, { room, slot: kind }).catch(() => "") === text) await saveDraft(desk, { room, slot: kind, text: "" }).catch(() => {})
  return { ...sent, room }
}

/**
 * Take words back that were not sent; they are the page's again, with their files.
 *
 * @param {Desk} desk
 * @param {{mid: string}} which
 */
export async function unlay(desk, { mid }) {
  const { note, laid } = await found(desk, mid)
  const files = []
  for (const [part, { file, type }] of note.files.entries()) {
    if (laid.parts[part]) files.push({ file, type, bytes: await partOf(desk, laid, note, part) })
  }
  await gone(desk, note)
  return { text: note.text, room: note.room, kind: note.kind, ref: note.ref, files }
}

/**
 * Keep what waits as drafts with the server, since this browser is about to forget everything. Files
 * are too large for that.
 *
 * @param {Desk} desk
 */
export async function stow(desk) {
  for (const { mid } of (await waiting(desk)).words) {
    const { note } = await found(desk, mid)
    await saveDraft(desk, { room: note.room, slot: SLOT + mid, text: JSON.stringify(note) })
    await forget(desk, mid)
  }
}

/**
 * What was begun in a field, unless it has been sent off from there, and waits.
 *
 * @param {Desk} desk
 * @param {{room: string, slot: string}} where
 */
export async function begun(desk, where) {
  const text = await draft(desk, where)
  if (!text) return ""
  const notes = await Promise.all((await laidBy(desk)).map((one) => noteOf(desk, one)))
  return notes.some((note) => note?.room === where.room && note.text === text) ? "" : text
}

/** @param {Desk} desk @param {string} room */
async function takeBack(desk, room) {
  const held = hand(desk)
  if (!held.drafts[room]) await see(desk, { room, newest: 1 })
  for (const [slot, { file }] of Object.entries(held.drafts[room] ?? {})) {
    const mid = slot.slice(SLOT.length)
    if (!slot.startsWith(SLOT) || !file || (await laidBy(desk)).some((one) => one.mid === mid)) continue
    const draft = JSON.parse(await openFromSelf(held.self, fromBase64(file)).catch(() => "{}"))
    const note = draft.room === room && draft.slot === slot ? JSON.parse(draft.text) : null
    if (note?.mid === mid && note.room === room) await put(desk, note, [])
  }
}

/** @param {Desk} desk @param {Note} note @param {Uint8Array[]} parts */
async function put(desk, note, parts) {
  const held = hand(desk)
  /** @type {Laid} */
  const laid = {
    mid: note.mid, person: held.person, order: Date.parse(note.at), parts,
    note: await sealToSelf(held.self, JSON.stringify(note)),
  }
  if (held.remembers && desk.shelf) {
    try {
      await desk.shelf.put(laid)
      return true
    } catch {
      // The store is full, or the browser keeps nothing: the page still does.
    }
  }
  desk.laid.set(note.mid, laid)
  return false
}

/** What this person has laid by here. @param {Desk} desk @returns {Promise<Laid[]>} */
async function laidBy(desk) {
  const { person } = hand(desk)
  const kept = await desk.shelf?.all().catch(() => []) ?? []
  const all = [...kept, ...desk.laid.values()].filter((one) => one.person === person)
  return all.sort((one, other) => one.order - other.order)
}

/** What one says; nothing where it is of another lock, or was put there by somebody. @param {Desk} desk @param {Laid} laid @returns {Promise<Note | null>} */
async function noteOf(desk, { mid, note }) {
  try {
    const told = JSON.parse(await openFromSelf(hand(desk).self, note))
    return told.v === 1 && told.mid === mid ? told : null
  } catch (why) {
    if (why instanceof Refused) return null
    throw why
  }
}

/** @param {Desk} desk @param {string} mid */
async function found(desk, mid) {
  const laid = (await laidBy(desk)).find((one) => one.mid === mid)
  const note = laid && await noteOf(desk, laid)
  if (!laid || !note) throw new Refused("sealing.not-waiting", "these words do not wait any more")
  return { laid, note }
}

/** @param {Desk} desk @param {Laid} laid @param {Note} note @param {number} part */
async function partOf(desk, laid, note, part) {
  if (!laid.parts[part]) throw new Refused("sealing.attachment-lost", "this browser does not have the file any more")
  const bytes = emptied(await openBytesFromSelf(hand(desk).self, laid.parts[part]), note.files[part].size)
  if (!bytes) throw new Refused("sealing.damaged", "not the file that was laid by")
  return bytes
}

/** Words that wait no more, sent or taken back. @param {Desk} desk @param {Note} note */
async function gone(desk, { mid, room }) {
  await forget(desk, mid)
  const slot = SLOT + mid
  // Where that fails they are found to have been sent, by their name.
  if (hand(desk).drafts[room]?.[slot]?.file) await saveDraft(desk, { room, slot, text: "" }).catch(() => {})
}

/** @param {Desk} desk @param {string} mid */
async function forget(desk, mid) {
  desk.laid.delete(mid)
  await desk.shelf?.remove(mid).catch(() => {})
}
