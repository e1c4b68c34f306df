/**
 * A copy of a room to take along: every sealed file as it is, the keys to them, and all of it once
 * more as one text. It opens with the age command alone, by the phrase or code that was typed.
 */
import { Encrypter } from "../../vendor/age.js"
import { Refused, fromBase64, toBytes } from "./bytes.js"
import { openFile } from "./carried.js"
import { drop, hand, refusal } from "./desk.js"
import { sealTo } from "./files.js"
import { secretBy, spoken } from "./lock.js"
import { asTheyStand, openRows } from "./reading.js"
import { see } from "./rooms.js"

const WORK = 16
const RULE = "-".repeat(40)

/**
 * @typedef {import("./desk.js").Desk} Desk
 * @typedef {import("./reading.js").Row} Row
 * @typedef {import("./attached.js").Attachment} Attachment
 * @typedef {{name: string, attachment: Attachment}} Along a file that went with words, and its name here
 * @typedef {{readMe: string, states: Record<string, string>, kinds: Record<string, string>}} Texts
 */

/**
 * @param {Desk} desk
 * @param {{room: string, fresh: import("./desk.js").How, texts: Texts}} wanted
 * @returns {Promise<{entries: import("./zip.js").Entry[], along: Along[], count: number, at: Date}>}
 *     the files of the copy, and those that went with words: the page fetches them, see `fileAlong`
 */
export async function takeCopy(desk, { room: id, fresh, texts }) {
  if (fresh.by === "passkey") throw new Refused("sealing.touch-opens-no-file", "age asks for a phrase")
  await secretBy(desk, fresh)
  // Without kinds every hash comes, so that old words are held against the whole history.
  const seen = await see(desk, { room: id, kinds: [], newest: 1 })
  if (!seen.epochs.length) throw new Refused("sealing.nothing-to-take", "no key of this room is here")
  const { rows, facts } = await everything(desk, seen.room)
  const opened = await openRows(hand(desk), id, rows, seen)
  const names = Object.fromEntries(seen.room.members.map((/** @type {any} */ one) => [one.person, one.name]))
  const at = new Date(desk.now())
  const standing = asTheyStand(opened)
  const text = asOneText(standing, names, texts)
  const newest = seen.epochs[seen.epochs.length - 1]
  const entries = [
    { name: "READ-ME.txt", content: toBytes(texts.readMe) },
    { name: "index.json", content: toBytes(indexOf({ id, rows, facts, names, epochs: seen.epochs, at })) },
    { name: "keys/room.age", content: await keysUnder(spoken(fresh), seen.epochs) },
    { name: "all-words.age", content: await sealTo(newest.keys.recipient, toBytes(text)) },
    ...rows.filter(({ file }) => file).map((row) => ({ name: nameOf(row), content: fromBase64(row.file) })),
  ]
  return { entries, along: standing.flatMap(alongOf), count: rows.length, at }
}

/**
 * A file that went with words, as the copy has it: without what it was filled up with, and to the
 * same key as all its words.
 *
 * @param {Desk} desk
 * @param {{room: string, attachment: Attachment, sealed: Uint8Array}} wanted
 * @returns {Promise<{content: Uint8Array}>}
 */
export async function fileAlong(desk, wanted) {
  const { bytes } = await openFile(desk, wanted)
  const epochs = [...hand(desk).rooms.get(wanted.room)?.values() ?? []]
  const newest = epochs.reduce((one, other) => (other.number > one.number ? other : one))
  return { content: await sealTo(newest.keys.recipient, bytes) }
}

/** @param {ReturnType<typeof asTheyStand>[number]} word @returns {Along[]} */
function alongOf({ row, attachments }) {
  return attachments.flatMap((attachment, at) => (attachment ? [{ name: alongName(row.n, at), attachment }] : []))
}

/** @param {number} n @param {number} at */
function alongName(n, at) {
  return `files/${pathOf(n)}-${at + 1}.age`
}

/**
 * Every row that one may read, some at a time.
 *
 * @param {Desk} desk
 * @param {{room: string, last: number}} room
 * @returns {Promise<{rows: Row[], facts: object}>}
 */
async function everything(desk, { room, last }) {
  /** @type {Row[]} */
  const rows = []
  let facts = {}
  do {
    const after = rows.at(-1)?.n ?? 0
    const { status, body } = await desk.ask("POST", `/rooms/${room}/copy/`, { after })
    if (status === 423) drop(desk)
    if (status !== 200) throw refusal(status, body)
    if (after === 0) facts = body.facts
    if (!body.rows.length) break
    rows.push(...body.rows)
  } while ((rows.at(-1)?.n ?? 0) < last)
  return { rows, facts }
}

/**
 * The keys of the epochs as an identity file of age, under a phrase or a code.
 *
 * @param {string} phrase
 * @param {import("./epochs.js").Epoch[]} epochs
 */
async function keysUnder(phrase, epochs) {
  const lines = epochs.flatMap(({ number, fromN, key }) => [`# ${number}: from ${pathOf(fromN)}`, key])
  const encrypter = new Encrypter()
  encrypter.setPassphrase(phrase)
  encrypter.setScryptWorkFactor(WORK)
  return await encrypter.encrypt(`${lines.join("\n")}\n`)
}

/**
 * What anybody may read of it: dates, states and names, and no words.
 *
 * @param {{id: string, rows: Row[], facts: object, names: Record<string, string>,
 *   epochs: import("./epochs.js").Epoch[], at: Date}} of
 */
function indexOf({ id, rows, facts, names, epochs, at }) {
  return JSON.stringify({
    format: "amanah/words/v1",
    room: id,
    made_at: at.toISOString(),
    facts,
    epochs: epochs.map(({ number, fromN }) => ({ epoch: number, from: fromN })),
    messages: rows.map((row) => ({
      n: row.n, name: row.mid, at: row.at, by: names[row.by] ?? "", kind: row.kind, changes: row.ref,
      epoch: row.epoch, sha256: row.sha256, file: row.file ? nameOf(row) : "",
    })),
  }, null, 1)
}

/**
 * All words as they stand, oldest first, to be read without any tool but age.
 *
 * @param {ReturnType<typeof asTheyStand>} words
 * @param {Record<string, string>} names
 * @param {Texts} texts
 */
function asOneText(words, names, { states, kinds }) {
  return words.map((word) => {
    const { row, text, state, at } = word
    const kind = kinds[row.kind] ?? row.kind
    const head = `${at.slice(0, 16).replace("T", " ")} UTC · ${names[row.by] ?? ""} · ${kind} · ${pathOf(row.n)}`
    const said = state === "open" ? text : [states[state] ?? state, state === "unproven" ? text : ""].join("\n").trim()
    const files = alongOf(word).map(({ name, attachment }) => `[${name}: ${attachment.file}]\n`).join("")
    return `${head}\n\n${said}\n${files}\n${RULE}\n`
  }).join("\n")
}

/** @param {Row} row */
function nameOf({ n }) {
  return `messages/${pathOf(n)}.age`
}

/** @param {number} n */
function pathOf(n) {
  return String(n).padStart(4, "0")
}
