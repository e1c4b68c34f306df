/**
 * What can be said of sealed words once they are opened. Nothing is shown as somebody's words
 * unless the seal, the place and the history all say so.
 */
import { Refused, fromBase64, sha256, toBase64 } from "./bytes.js"
import { readAttached } from "./attached.js"
import { openEnvelope } from "./envelopes.js"
import { leadsOn } from "./histories.js"
import { unveiled } from "./pins.js"

/**
 * @typedef {{n: number, mid: string, epoch: number, by: string, kind: string, ref: string, at: string, sha256: string, file: string}} Row
 * @typedef {import("./epochs.js").Epoch} Epoch
 * @typedef {import("./histories.js").History} History
 * @typedef {"open" | "unproven" | "missing" | "withdrawn" | "locked" | "histories"} State
 * @typedef {{row: Row, state: State, text: string, attachments: (import("./attached.js").Attachment | null)[], at: string, pins: number, vouched: string}} Opened
 */

const PLACES = /** @type {const} */ (["epoch", "n", "mid", "by", "kind", "ref"])

/**
 * @param {import("./desk.js").Held} held
 * @param {string} room
 * @param {Row[]} rows newest last
 * @param {{epochs: Epoch[], history: History}} by
 * @returns {Promise<Opened[]>}
 */
export async function openRows(held, room, rows, by) {
  const opened = []
  // The newest first: it is looked at first, and it vouches for what came before it.
  for (const row of [...rows].reverse()) opened.unshift(await openRow(held, room, row, by))
  return opened
}

/**
 * @param {import("./desk.js").Held} held
 * @param {string} room
 * @param {Row} row
 * @param {{epochs: Epoch[], history: History}} by
 * @returns {Promise<Opened>}
 */
async function openRow(held, room, row, { epochs, history }) {
  const none = { row, text: "", attachments: [], at: row.at, pins: 0, vouched: "" }
  if (!row.file) return { ...none, state: "missing" }
  const place = epochs.findIndex(({ number }) => number === row.epoch)
  if (place < 0) return { ...none, state: "locked" }

  const epoch = epochs[place]
  try {
    const file = fromBase64(row.file)
    const sha = toBase64(await sha256(file))
    if (sha !== row.sha256 || sha !== history.shas.get(row.n)) return { ...none, state: "missing" }
    const envelope = await openEnvelope(held.self, epoch.keys, file, epoch.members)
    const { words } = envelope
    // What others' words carry is for themselves.
    const pins = row.by === held.person ? await unveiled(held.self, words.pins, words) : 0
    const told = { ...none, text: words.text, pins, vouched: epoch.vouched }
    const isInPlace = words.room === room && PLACES.every((name) => words[name] === row[name])
    const isInTime = row.n >= epoch.fromN && row.n < (epochs[place + 1]?.fromN ?? Infinity)
    const isSealed = envelope.roomTagHolds && (envelope.tagHolds || epoch.vouched !== "")
    if (!isInPlace || !isInTime || !isSealed) return { ...told, state: "unproven" }
    if (!(await leadsOn(history, row.n, words.head))) return { ...told, state: "histories" }
    const attachments = readAttached(words.attachments)
    if (row.by === held.person) noteMine(held, row, attachments)
    return { ...told, attachments, state: "open" }
  } catch (why) {
    if (why instanceof Refused) return { ...none, state: "missing" }
    throw why
  }
}

/**
 * What goes with words of my own, so that it stays when I change them.
 *
 * @param {import("./desk.js").Held} held
 * @param {Row} row
 * @param {(import("./attached.js").Attachment | null)[]} attachments
 */
function noteMine(held, { mid, ref }, attachments) {
  const known = attachments.filter((one) => one !== null)
  if (!held.attached.has(ref || mid)) held.attached.set(ref || mid, known)
}

/**
 * Words as they stand after edits and withdrawals, oldest first. One that came twice stands once.
 *
 * @param {Opened[]} opened oldest first
 */
export function asTheyStand(opened) {
  /** @type {Map<string, Opened & {editedAt: string}>} */
  const standing = new Map()
  for (const one of opened) {
    const { mid, ref } = one.row
    if (standing.has(mid)) continue
    const first = ref ? standing.get(ref) : undefined
    if (ref && one.state === "open") {
      // An edit of what is not here, or of another's words, changes nothing.
      if (first && mayChange(first, one)) standing.set(ref, changed(first, one))
      continue
    }
    if (ref && one.state !== "unproven" && one.state !== "histories") continue
    standing.set(mid, { ...one, editedAt: "" })
  }
  return [...standing.values()]
}

/**
 * Words as a page gets them.
 *
 * @param {ReturnType<typeof asTheyStand>} standing
 * @param {string} person oneself
 * @param {Record<string, string>} names
 */
export function wordsOf(standing, person, names) {
  return standing.map((one) => ({
    n: one.row.n, mid: one.row.mid, by: one.row.by, byName: names[one.row.by] ?? "",
    mine: one.row.by === person, kind: one.row.kind, ref: one.row.ref, at: one.at,
    editedAt: one.editedAt, state: one.state, text: one.text,
    openedAgainBy: names[one.vouched] ?? "", attachments: one.attachments,
  }))
}

/** @param {Opened} first @param {Opened} edit */
function mayChange(first, edit) {
  return first.row.by === edit.row.by && first.state !== "withdrawn"
    && (first.row.kind === edit.row.kind || edit.row.kind === "withdrawn")
}

/** @param {Opened} first @param {Opened} edit @returns {Opened & {editedAt: string}} */
function changed(first, edit) {
  const isWithdrawn = edit.row.kind === "withdrawn"
  return {
    ...first,
    text: isWithdrawn ? "" : edit.text,
    attachments: isWithdrawn ? [] : edit.attachments,
    state: isWithdrawn ? "withdrawn" : "open",
    editedAt: edit.row.at,
    // These are the words that are read now, whoever opened the first ones again.
    vouched: edit.vouched,
  }
}
