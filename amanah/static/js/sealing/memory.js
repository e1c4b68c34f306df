/**
 * What this browser remembers of an open lock, for twelve hours: the keys, encrypted under a key
 * that the server keeps with the session. Neither alone opens anything. A bare key that cannot be
 * exported would not do: it lies readable on the disk, even after it was deleted.
 */
import { toBytes } from "./bytes.js"

const NAME = "amanah-lock"
const SHELF = "kept"
const PLACE = "mine"

/**
 * @typedef {object} Kept
 * @property {string} person
 * @property {number} generation
 * @property {string} recipient
 * @property {Uint8Array} nonce
 * @property {Uint8Array} key the X25519 key as PKCS 8, encrypted
 * @property {Uint8Array} base its raw bytes for deriving, encrypted
 * @property {Uint8Array | null} seen the heads seen on this device, sealed to oneself
 */

/**
 * Encrypt an identity for keeping.
 *
 * @param {{raw: Uint8Array, pkcs8: Uint8Array, wrap: Uint8Array}} secrets
 * @param {{person: string, generation: number, recipient: string}} whose
 * @returns {Promise<Kept>}
 */
export async function wrapped({ raw, pkcs8, wrap }, whose) {
  const nonce = crypto.getRandomValues(new Uint8Array(12))
  const with_ = await wrappingKey(wrap, ["encrypt"])
  const put = async (/** @type {Uint8Array} */ bytes, /** @type {string} */ part) =>
    new Uint8Array(await crypto.subtle.encrypt(how(nonce, part, whose), with_, own(bytes)))
  return {
    ...whose, nonce, key: await put(pkcs8, "key"), base: await put(raw, "base"), seen: null,
  }
}

/**
 * The keys again, such that no script can carry them away.
 *
 * @param {Kept} kept
 * @param {Uint8Array} wrap
 * @returns {Promise<{key: CryptoKey, base: CryptoKey}>} throws where it is not this wrapping key
 */
export async function unwrapped(kept, wrap) {
  const with_ = await wrappingKey(wrap, ["unwrapKey"])
  const whose = { person: kept.person, generation: kept.generation, recipient: kept.recipient }
  const key = await crypto.subtle.unwrapKey(
    "pkcs8", own(kept.key), with_, how(kept.nonce, "key", whose), { name: "X25519" }, false, ["deriveBits"])
  const base = await crypto.subtle.unwrapKey(
    "raw", own(kept.base), with_, how(kept.nonce, "base", whose), "HKDF", false, ["deriveBits", "deriveKey"])
  return { key, base }
}

/** @param {Kept} kept */
export async function keep(kept) {
  await onShelf("readwrite", (shelf) => shelf.put(kept, PLACE))
}

/** @returns {Promise<Kept | null>} */
export async function kept() {
  return (await onShelf("readonly", (shelf) => shelf.get(PLACE))) ?? null
}

export async function forget() {
  await onShelf("readwrite", (shelf) => shelf.delete(PLACE))
}

/**
 * One nonce must never serve two texts under one key, so each part has a nonce of its own.
 *
 * @param {Uint8Array} nonce
 * @param {"key" | "base" | string} part
 * @param {{person: string, generation: number, recipient: string}} whose
 */
function how(nonce, part, whose) {
  const iv = Uint8Array.from(nonce)
  iv[0] ^= part === "base" ? 1 : 0
  return {
    name: "AES-GCM", iv,
    additionalData: toBytes(JSON.stringify([part, whose.person, whose.generation, whose.recipient])),
  }
}

/**
 * @param {Uint8Array} raw
 * @param {KeyUsage[]} uses
 */
function wrappingKey(raw, uses) {
  return crypto.subtle.importKey("raw", own(raw), "AES-GCM", false, uses)
}

/**
 * @param {IDBTransactionMode} mode
 * @param {(shelf: IDBObjectStore) => IDBRequest} act
 * @returns {Promise<any>} rejects where the browser keeps nothing
 */
function onShelf(mode, act) {
  return new Promise((done, failed) => {
    const opening = indexedDB.open(NAME, 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore(SHELF)
    opening.onerror = () => failed(opening.error)
    opening.onblocked = () => failed(new Error("the browser's store is held"))
    opening.onsuccess = () => {
      const deal = opening.result.transaction(SHELF, mode, { durability: "strict" })
      const asked = act(deal.objectStore(SHELF))
      deal.oncomplete = () => { opening.result.close(); done(asked.result) }
      deal.onerror = deal.onabort = () => { opening.result.close(); failed(deal.error) }
    }
  })
}

/**
 * @param {Uint8Array} bytes
 * @returns {Uint8Array<ArrayBuffer>}
 */
function own(bytes) {
  return /** @type {Uint8Array<ArrayBuffer>} */ (bytes)
}
