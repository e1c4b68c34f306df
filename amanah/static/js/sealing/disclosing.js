/**
 * Showing words of a room to somebody outside it: for each file its own key and its place, and
 * nothing that opens any other.
 */
import { Refused, fromBase64, sign, toBase64, toBytes } from "./bytes.js"
import { hand, refusal } from "./desk.js"
import { headOf } from "./files.js"
import { pairKey } from "./pairs.js"
import { openRows } from "./reading.js"
import { letIn, see, write } from "./rooms.js"

const PAGE = 50
// As many names as the server takes at once.
const AT_ONCE = 40
const MOST_SHOWN = 200
// What is left of the longest words for the hashes between the files that are shown.
const ROOM_FOR_HASHES = 90_000
const HASH = 47
const SHOWABLE = ["open", "unproven", "histories"]

/**
 * @typedef {import("./desk.js").Desk} Desk
 * @typedef {import("./reading.js").Opened} Opened
 * @typedef {{n: number, at: string, kind: string, state: string, text: string, hasFiles: boolean}} Version
 * @typedef {{mid: string, byName: string, mine: boolean, isTakenBack: boolean, canBeShown: boolean, versions: Version[]}} Family
 * @typedef {{n: number, mid: string, epoch: number, by: string, kind: string, ref: string, at: string,
 *   sha256: string, key: string, seal: string}} Item
 * @typedef {{v: 1, to: string, room: string, by: string, items: Item[], before: string, hashes: string[]}} Body
 */

/**
 * All that could be shown of a room, oldest first: each of the words with what they said before.
 *
 * @param {Desk} desk
 * @param {{room: string, pages?: number}} wanted
 * @returns {Promise<{words: Family[], hasOlder: boolean}>}
 */
export async function shareable(desk, { room: id, pages = 1 }) {
  const seen = await see(desk, { room: id, newest: PAGE, isWhole: true })
  const held = hand(desk)
  const rows = [...seen.room.rows]
  for (let page = 1; page < pages && (rows[0]?.n ?? 1) > 1; page += 1) {
    const { status, body } = await desk.ask("GET", `/rooms/${id}/older/?before=${rows[0].n}&newest=${PAGE}`)
    if (status !== 200) throw refusal(status, body)
    if (!body.rows.length) break
    rows.unshift(...body.rows)
  }
  const opened = await openRows(held, id, rows, seen)
  const names = Object.fromEntries(seen.room.members.map((/** @type {any} */ one) => [one.person, one.name]))
  return { words: families(opened, names, held.person), hasOlder: (rows[0]?.n ?? 1) > 1 }
}

/**
 * @param {Opened[]} opened oldest first
 * @param {Record<string, string>} names
 * @param {string} me
 * @returns {Family[]}
 */
function families(opened, names, me) {
  /** @type {Map<string, Family>} */
  const found = new Map()
  for (const { row, state, text, at, attachments } of opened) {
    const version = { n: row.n, at, kind: row.kind, state, text, hasFiles: attachments.length > 0 }
    const first = row.ref ? found.get(row.ref) : undefined
    if (first) {
      first.versions.push(version)
      first.isTakenBack ||= row.kind === "withdrawn" && state === "open"
    } else if (!row.ref) {
      found.set(row.mid, {
        mid: row.mid, byName: names[row.by] ?? "", mine: row.by === me, isTakenBack: false,
        canBeShown: false, versions: [version],
      })
    }
  }
  for (const one of found.values()) one.canBeShown = one.versions.some(({ state }) => SHOWABLE.includes(state))
  return [...found.values()]
}

/**
 * Show words of a room to those who are in another, with one's own. Done twice, it is there once.
 *
 * @param {Desk} desk
 * @param {{room: string, source: string, mids: string[], text: string, readers: string[]}} wanted
 *     `readers`: for whom it shall open, beside oneself
 * @returns {Promise<{places: number[]}>} which files the server is to hand over
 */
export async function disclose(desk, { room: to, source, mids, text, readers }) {
  if (!mids.length && !text.trim()) throw new Refused("sealing.empty", "there is nothing to send")
  const chosen = mids.length ? await chosenIn(desk, source, mids) : { items: [], before: "", hashes: [] }
  const { sight } = await see(desk, { room: to, newest: 1 })
  const people = Object.keys(sight.current).filter((one) => one !== hand(desk).person)
  if (people.some((one) => !readers.includes(one)) || people.length !== readers.length) {
    throw new Refused("concern.other-reader", "it would open for somebody else")
  }
  const [wrong] = sight.notices
  if (wrong) throw Object.assign(new Refused(wrong.code, "this must be settled first"), { people: [wrong.name] })
  await letIn(desk, { room: to })
  if (chosen.items.length) {
    const said = await statement(desk, to, { room: source, ...chosen }, sight.current)
    await writeOnce(desk, to, "disclosure", said)
  }
  if (text.trim()) await writeOnce(desk, to, "concern", text)
  return { places: chosen.items.map(({ n }) => n) }
}

/** @param {Desk} desk @param {string} room @param {string} kind @param {string} text */
async function writeOnce(desk, room, kind, text) {
  const seen = await see(desk, { room, kinds: [kind] })
  const held = hand(desk)
  const there = await openRows(held, room, seen.room.rows, seen)
  const isThere = there.some((one) => one.state === "open" && one.row.by === held.person && one.text === text)
  if (!isThere) await write(desk, { room, kind, text })
}

/**
 * The chosen files with their keys, and the hashes of all that lies between them.
 *
 * @param {Desk} desk
 * @param {string} id
 * @param {string[]} mids
 * @returns {Promise<{items: Item[], before: string, hashes: string[]}>}
 */
async function chosenIn(desk, id, mids) {
  /** @type {Item[]} */
  const items = []
  /** @type {import("./histories.js").History | null} */
  let history = null
  for (let at = 0; at < mids.length; at += AT_ONCE) {
    const seen = await see(desk, { room: id, mids: mids.slice(at, at + AT_ONCE) })
    history = seen.history
    for (const one of await openRows(hand(desk), id, seen.room.rows, seen)) {
      const keys = seen.epochs.find(({ number }) => number === one.row.epoch)?.keys
      if (SHOWABLE.includes(one.state) && keys) items.push(await itemOf(one, keys))
    }
  }
  items.sort((one, other) => one.n - other.n)
  if (!items.length || !history) throw new Refused("sealing.missing", "nothing of it is there")
  if (items.length > MOST_SHOWN) throw new Refused("sealing.too-long", "too many at once")
  return { items, ...between(history, items) }
}

/** @param {Opened} one @param {import("./envelopes.js").RoomKeys} keys @returns {Promise<Item>} */
async function itemOf({ row, state, vouched }, keys) {
  const { n, mid, epoch, by, kind, ref, at, sha256 } = row
  const key = await keys.decrypter.decryptHeader(headOf(fromBase64(row.file)))
  const seal = state === "open" && vouched ? "again" : state
  return { n, mid, epoch, by, kind, ref, at, sha256, key: toBase64(key), seal }
}

/**
 * What the history came to before the first file, and each hash from it to the last; nothing where
 * that would be too much.
 *
 * @param {import("./histories.js").History} history
 * @param {Item[]} items
 */
function between({ heads, shas }, items) {
  const [first, last] = [items[0].n, items[items.length - 1].n]
  const before = heads.get(first - 1) ?? ""
  const isTooLong = (last - first + 1) * HASH + JSON.stringify(items).length > ROOM_FOR_HASHES
  if (!before || isTooLong) return { before: "", hashes: [] }
  const hashes = []
  for (let n = first; n <= last; n += 1) hashes.push(shas.get(n) ?? "")
  return { before, hashes }
}

/**
 * Two lines: who is told, each with a tag that it was this person who says so; and what is said.
 *
 * @param {Desk} desk
 * @param {string} to
 * @param {Pick<Body, "room" | "items" | "before" | "hashes">} shown
 * @param {Record<string, string>} members
 */
async function statement(desk, to, shown, members) {
  const held = hand(desk)
  const body = JSON.stringify({ v: 1, to, by: held.person, ...shown })
  /** @type {Record<string, string>} */
  const tags = {}
  for (const person of Object.keys(members).sort()) {
    const key = await pairKey(held.self, members[person], "disclosure", "to")
    tags[person] = toBase64(await sign(key, toBytes(body)))
  }
  return `${JSON.stringify(tags)}\n${body}`
}
