/**
 * Bytes, texts and the few primitives on which sealing stands: all from WebCrypto.
 */

/** The smallest plain text there is; sizes double from here, so that a length tells a bucket only. */
const BUCKET = 256
const SPACE = 0x20
// What is left over at the end must be nought, or many texts would stand for the same bytes.
const BASE64 = /^[A-Za-z0-9+/]*(?:[AQgw]==|[AEIMQUYcgkosw048]=)?$/

/** A refusal with a code for the page. Its message is ours and holds no words of anybody. */
export class Refused extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(message)
    this.code = code
  }
}

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
export function toBytes(text) {
  return new TextEncoder().encode(text)
}

/** @param {Uint8Array} bytes @returns {string} throws where it is not UTF-8 */
export function toText(bytes) {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
}

/** @param {Uint8Array} bytes @returns {string} standard base64, padded */
export function toBase64(bytes) {
  let plain = ""
  for (let at = 0; at < bytes.length; at += 0x8000) {
    plain += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  }
  return btoa(plain)
}

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} refuses all but the one standard form */
export function fromBase64(text) {
  if (typeof text !== "string" || text.length % 4 || !BASE64.test(text)) {
    throw new Refused("sealing.damaged", "not base64")
  }
  const plain = atob(text)
  const bytes = new Uint8Array(plain.length)
  for (let at = 0; at < plain.length; at += 1) bytes[at] = plain.charCodeAt(at)
  return bytes
}

/** @param {...Uint8Array} parts @returns {Uint8Array<ArrayBuffer>} */
export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/**
 * Whether two are the same, in a time that does not tell where they differ.
 *
 * @param {Uint8Array} one
 * @param {Uint8Array} other
 */
export function same(one, other) {
  if (one.length !== other.length) return false
  let differ = 0
  for (let at = 0; at < one.length; at += 1) differ |= one[at] ^ other[at]
  return differ === 0
}

/** @param {number} count */
export function random(count) {
  return crypto.getRandomValues(new Uint8Array(count))
}

/** @param {Uint8Array} bytes */
export async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", own(bytes)))
}

/**
 * HKDF-SHA-256 (RFC 5869).
 *
 * @param {Uint8Array} secret
 * @param {Uint8Array} salt
 * @param {string} info
 * @param {number} [length] in bytes
 */
export async function hkdf(secret, salt, info, length = 32) {
  const base = await crypto.subtle.importKey("raw", own(secret), "HKDF", false, ["deriveBits"])
  const how = { name: "HKDF", hash: "SHA-256", salt: own(salt), info: toBytes(info) }
  return new Uint8Array(await crypto.subtle.deriveBits(how, base, length * 8))
}

/** A key for HMAC-SHA-256 that cannot be exported. @param {Uint8Array} raw */
export function hmacKey(raw) {
  return crypto.subtle.importKey("raw", own(raw), { name: "HMAC", hash: "SHA-256" }, false, ["sign"])
}

/** HMAC-SHA-256. @param {CryptoKey} key @param {Uint8Array} bytes */
export async function sign(key, bytes) {
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, own(bytes)))
}

/** Spaces up to the next size: 256, 512, 1024, … bytes. @param {string} text @returns {Uint8Array<ArrayBuffer>} */
export function padded(text) {
  const bytes = toBytes(text)
  let size = BUCKET
  while (size < bytes.length) size *= 2
  const whole = new Uint8Array(size).fill(SPACE)
  whole.set(bytes)
  return whole
}

/** The text without its padding. @param {Uint8Array} bytes @returns {string} */
export function unpadded(bytes) {
  let end = bytes.length
  while (end > 0 && bytes[end - 1] === SPACE) end -= 1
  return toText(bytes.subarray(0, end))
}

/** What JSON says, if it says an object. @param {string} text @returns {Record<string, any> | null} */
export function readObject(text) {
  try {
    const found = JSON.parse(text)
    return typeof found === "object" && !Array.isArray(found) ? found : null
  } catch {
    return null
  }
}

/** WebCrypto takes no shared memory, of which there is none here. @param {Uint8Array} bytes */
export function own(bytes) {
  return /** @type {Uint8Array<ArrayBuffer>} */ (bytes)
}
