/**
 * Checking what somebody shows of another room: each file against its hash, its own key, its place
 * and the history, with the parser by which members read. What does not hold is not shown as
 * anybody's words.
 */
import { Decrypter } from "../../vendor/age.js"
import { Refused, fromBase64, readObject, same, sha256, sign, toBase64, toBytes } from "./bytes.js"
import { hand } from "./desk.js"
import { readPlain } from "./envelopes.js"
import { onlyStanza, openBy } from "./files.js"
import { after } from "./histories.js"
import { pairKey } from "./pairs.js"
import { openRows } from "./reading.js"
import { see } from "./rooms.js"

const PLACES = /** @type {const} */ (["epoch", "n", "mid", "by", "kind", "ref"])
const TEXTS = ["mid", "by", "kind", "ref", "at", "sha256", "key", "seal"]
const FILE_KEY = 16

/**
 * @typedef {import("./desk.js").Desk} Desk
 * @typedef {import("./disclosing.js").Body} Body
 * @typedef {import("./disclosing.js").Item} Item
 * @typedef {{room: string, n: number, mid: string, epoch: number, by: string, kind: string, ref: string, sha256: string, file: string}} Stored
 * @typedef {"" | "gone" | "bytes" | "key" | "place" | "order" | "tag"} Because
 * @typedef {{because: Because, text: string, hasFiles: boolean}} Result
 * @typedef {Result & {n: number, by: string, kind: string, ref: string, at: string, seal: string}} Checked
 * @typedef {{by: string, byName: string, at: string, items: Checked[] | null, hasOrder: boolean}} Disclosure
 */

/**
 * What was shown in a room, checked.
 *
 * @param {Desk} desk
 * @param {{room: string, rows: Stored[]}} wanted `rows`: the files, as the server kept copies
 * @returns {Promise<Disclosure[]>} without items where it cannot be read
 */
export async function disclosed(desk, { room: id, rows: stored }) {
  const seen = await see(desk, { room: id, kinds: ["disclosure"] })
  const held = hand(desk)
  const names = Object.fromEntries(seen.room.members.map((/** @type {any} */ one) => [one.person, one.name]))
  const found = []
  for (const one of await openRows(held, id, seen.room.rows, seen)) {
    const members = seen.epochs.find(({ number }) => number === one.row.epoch)?.members ?? {}
    const checked = one.state === "open"
      ? await check(held.self, one.text, { to: id, by: one.row.by, me: held.person, members, stored })
      : null
    found.push({
      by: one.row.by, byName: names[one.row.by] ?? "", at: one.row.at,
      items: checked?.items ?? null, hasOrder: checked?.hasOrder ?? false,
    })
  }
  return found
}

/**
 * @param {import("./identity.js").Self} self
 * @param {string} text
 * @param {{to: string, by: string, me: string, members: Record<string, string>, stored: Stored[]}} about
 *     in which room it stands, from whom, who reads it, with which keys
 * @returns {Promise<{items: Checked[], hasOrder: boolean} | null>}
 */
export async function check(self, text, { to, by, me, members, stored }) {
  const [tags, said] = text.split("\n")
  const body = readBody(said)
  if (!body || body.to !== to || body.by !== by) return null
  const isTagged = await isFrom(self, members[by], tags, me, said)
  const heads = await headsOf(body)
  const items = []
  for (const item of body.items) {
    const result = isTagged ? await checkItem(item, body, stored, heads) : wrong("tag")
    const { n, kind, ref, at, seal } = item
    items.push({ n, by: item.by, kind, ref, at, seal, ...result })
  }
  return { items, hasOrder: heads !== null }
}

/**
 * @param {Item} item
 * @param {Body} body
 * @param {Stored[]} stored
 * @param {Map<number, string> | null} heads
 * @returns {Promise<Result>}
 */
async function checkItem(item, body, stored, heads) {
  const row = stored.find(({ n, mid }) => n === item.n && mid === item.mid)
  if (!row?.file) return wrong("gone")
  const file = decoded(row.file)
  const sha = file ? toBase64(await sha256(file)) : ""
  const isItsRow = row.room === body.room && PLACES.every((name) => row[name] === item[name])
  if (!file || sha !== item.sha256 || sha !== row.sha256 || !isItsRow) return wrong("bytes")

  const plain = await openByKey(file, item.key)
  if (!plain) return wrong("key")
  const words = wordsIn(plain)
  const isInPlace = words?.room === body.room && PLACES.every((name) => words[name] === item[name])
  if (!words || !isInPlace) return wrong("place")
  if (heads && (words.head !== heads.get(item.n - 1) || body.hashes[item.n - body.items[0].n] !== sha)) {
    return wrong("order")
  }
  return { because: "", text: words.text, hasFiles: Boolean(words.attachments) }
}

/**
 * Open one file with its own key. age holds the key against the MAC of the file's head, so that a
 * key of another file opens nothing.
 *
 * @param {Uint8Array} file
 * @param {string} key
 */
export async function openByKey(file, key) {
  const bytes = decoded(key)
  if (bytes?.length !== FILE_KEY) return null
  const decrypter = new Decrypter()
  decrypter.addIdentity({ unwrapFileKey: async () => bytes })
  try {
    if (onlyStanza(file)[0] !== "X25519") return null
    return await openBy(decrypter, file)
  } catch (why) {
    if (why instanceof Refused) return null
    throw why
  }
}

/** What the history came to before each file, by what is said of it. @param {Body} body */
async function headsOf({ before, hashes, items }) {
  const first = items[0].n
  const isWhole = before && hashes.length === items[items.length - 1].n - first + 1
  if (!isWhole || !hashes.every(decoded) || !decoded(before)) return null
  const heads = new Map([[first - 1, before]])
  let head = before
  for (const [at, sha] of hashes.entries()) {
    head = await after(head, sha)
    heads.set(first + at, head)
  }
  return heads
}

/**
 * Whether the person whose words these are says so, to me and with the key that is pinned.
 *
 * @param {import("./identity.js").Self} self
 * @param {string | undefined} author
 * @param {string} tags
 * @param {string} me
 * @param {string} said
 */
async function isFrom(self, author, tags, me, said) {
  const tag = decoded(readObject(tags)?.[me])
  if (!author || !tag) return false
  const key = await pairKey(self, author, "disclosure", "from")
  return same(tag, await sign(key, toBytes(said)))
}

/** @param {string | undefined} said @returns {Body | null} */
function readBody(said) {
  const body = readObject(said ?? "")
  const isWhole = body?.v === 1
    && ["to", "room", "by", "before"].every((name) => typeof body[name] === "string")
    && isListOf(body.hashes, (one) => typeof one === "string")
    && isListOf(body.items, isItem) && body.items.length > 0
  if (!isWhole) return null
  const places = body.items.map((/** @type {Item} */ one) => one.n)
  const isInOrder = places.every((/** @type {number} */ n, /** @type {number} */ at) => !at || places[at - 1] < n)
  return isInOrder ? /** @type {any} */ (body) : null
}

/** @param {unknown} list @param {(one: any) => boolean} is */
function isListOf(list, is) {
  return Array.isArray(list) && list.every(is)
}

/** @param {any} item */
function isItem(item) {
  return typeof item === "object" && item !== null
    && TEXTS.every((name) => typeof item[name] === "string")
    && ["n", "epoch"].every((name) => Number.isSafeInteger(item[name]))
}

/** @param {Uint8Array} plain */
function wordsIn(plain) {
  try {
    return readPlain(plain).words
  } catch {
    return null
  }
}

/** @param {unknown} text */
function decoded(text) {
  try {
    return fromBase64(/** @type {any} */ (text))
  } catch {
    return null
  }
}

/** @param {Because} because @returns {Result} */
function wrong(because) {
  return { because, text: "", hasFiles: false }
}
