/**
 * What an envelope says of the files that go with its words: what each is called, how long it is,
 * and the hash by which it is known.
 */
import { MOST } from "./sizes.js"

const NAME = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const HASH = /^[A-Za-z0-9+/]{43}=$/

/** How long what it is called may be. */
export const LONGEST = 255

/** How many go with the same words. */
export const MOST_FILES = 5

/**
 * @typedef {object} Attachment as the envelope says it
 * @property {number} v
 * @property {string} name of the sealed file, with the server
 * @property {string} file what its author called it
 * @property {string} type
 * @property {number} size in bytes, before it was filled up
 * @property {number} epoch to whose key it is sealed
 * @property {string} sha256 of the sealed file
 */

/**
 * What an envelope says of files. A member may write anything into it: what this page does not
 * know has no name, and is shown as such.
 *
 * @param {unknown} said
 * @returns {(Attachment | null)[]}
 */
export function readAttached(said) {
  return Array.isArray(said) ? said.slice(0, MOST_FILES).map(readOne) : []
}

/** @param {any} one @returns {Attachment | null} */
function readOne(one) {
  if (typeof one !== "object" || one === null) return null
  const { v, name, file, type, size, epoch, sha256: sha } = one
  const isWhole = v === 1 && isText(name, NAME) && isText(sha, HASH)
    && isText(file) && isText(type)
    && Number.isSafeInteger(size) && size >= 0 && size <= MOST
    && Number.isSafeInteger(epoch) && epoch > 0
  return isWhole ? { v, name, file, type, size, epoch, sha256: sha } : null
}

/** @param {unknown} said @param {RegExp} [form] */
function isText(said, form = /^/) {
  return typeof said === "string" && said.length <= LONGEST && form.test(said)
}
