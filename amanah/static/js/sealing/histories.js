/**
 * The history of a room, as a chain of hashes: what was there once cannot be taken out, moved or
 * put in without its showing.
 */
import { fromBase64, toBase64 } from "./bytes.js"
import { firstHead, nextHead } from "./chain.js"

/**
 * @typedef {import("./desk.js").Mark} Mark
 * @typedef {{heads: Map<number, string>, shas: Map<number, string>, codes: Set<string>}} History
 */

/**
 * Fold the hashes that the server gives, from what is certain onward.
 *
 * @param {{room: string, last: number, hashes: [number, string][], rows: {n: number, sha256: string}[]}} room
 * @param {{known: number, mark: Mark | null, epochs: {fromN: number, head: string}[]}} certain
 *     `known`: the hashes begin after it; `mark`: how far the history was seen, and what it came to
 * @returns {Promise<History>} heads by number, where they are known; codes of what is wrong
 */
export async function historyOf(room, { known, mark, epochs }) {
  /** @type {History} */
  const history = { heads: new Map(), shas: new Map(), codes: new Set() }
  for (const [n, sha] of room.hashes) put(history, n, sha)
  for (const { n, sha256 } of room.rows) put(history, n, sha256)

  const anchors = new Map(epochs.map(({ fromN, head }) => [fromN - 1, head]))
  if (mark) anchors.set(mark.n, mark.head)
  if (known === 0) anchors.set(0, toBase64(await firstHead(room.room)))
  if (mark && room.last < mark.n) history.codes.add("sealing.rolled-back")
  await fold(history, anchors, known, room.last)
  if (room.last > 0 && !history.heads.has(room.last)) history.codes.add("sealing.missing")
  return history
}

/**
 * Take one word's own testimony of what came before it, where nothing else reaches back so far,
 * and see whether it leads to what is certain.
 *
 * @param {History} history
 * @param {number} n
 * @param {string} before what it says the history before it came to
 * @returns {Promise<boolean>}
 */
export async function leadsOn(history, n, before) {
  const known = history.heads.get(n - 1)
  if (known !== undefined) return known === before

  const later = Math.min(...[...history.heads.keys()].filter((one) => one >= n))
  if (!Number.isFinite(later)) return false
  const folded = new Map([[n - 1, before]])
  let head = before
  for (let at = n; at <= later; at += 1) {
    const sha = history.shas.get(at)
    if (sha === undefined) return false
    head = await after(head, sha)
    folded.set(at, head)
  }
  if (head !== history.heads.get(later)) return false
  for (const [at, one] of folded) history.heads.set(at, one)
  return true
}

/**
 * A history that older words will be put before: what it began with is certain.
 *
 * @param {string} room
 * @param {History} history
 * @returns {Promise<History>}
 */
export async function historyBefore(room, history) {
  history.heads.set(0, toBase64(await firstHead(room)))
  return history
}

/**
 * Put what another says of the same history to it.
 *
 * @param {History} history
 * @param {History} other
 * @returns {boolean} whether they contradict each other
 */
export function joinHistories(history, other) {
  const isOther = [...other.shas].some(([n, sha]) => (history.shas.get(n) ?? sha) !== sha)
    || [...other.heads].some(([n, head]) => (history.heads.get(n) ?? head) !== head)
  if (isOther) return true
  for (const [n, sha] of other.shas) history.shas.set(n, sha)
  for (const [n, head] of other.heads) history.heads.set(n, head)
  return false
}

/** Whether every place from one to another is there, once. @param {{n: number}[]} rows @param {number} from @param {number} to */
export function isWhole(rows, from, to) {
  return rows.length === Math.max(0, to - from + 1) && rows.every(({ n }, at) => n === from + at)
}

/** @param {string} head @param {string} sha */
export async function after(head, sha) {
  return toBase64(await nextHead(fromBase64(head), fromBase64(sha)))
}

/** @param {History} history @param {number} n @param {string} sha */
function put(history, n, sha) {
  const before = history.shas.get(n)
  if (before !== undefined && before !== sha) history.codes.add("sealing.histories")
  history.shas.set(n, sha)
}

/**
 * @param {History} history
 * @param {Map<number, string>} anchors
 * @param {number} from
 * @param {number} last
 */
async function fold(history, anchors, from, last) {
  let head = anchors.get(from)
  if (head !== undefined) history.heads.set(from, head)
  for (let n = from + 1; n <= last; n += 1) {
    const sha = history.shas.get(n)
    const folded = head !== undefined && sha !== undefined ? await after(head, sha) : undefined
    const anchor = anchors.get(n)
    if (folded !== undefined && anchor !== undefined && folded !== anchor) {
      history.codes.add("sealing.histories")
    }
    if (sha === undefined) history.codes.add("sealing.missing")
    head = anchor ?? folded
    if (head !== undefined) history.heads.set(n, head)
  }
}
