/**
 * A person's own keys. The identity is an X25519 key as age writes it; two more are derived from
 * it, for what is sealed to oneself. Once in hand none of them can be exported.
 */
import { bech32, generateX25519Identity, identityToRecipient } from "../../vendor/age.js"
import { Refused, own, toBytes } from "./bytes.js"

const SECRET = "age-secret-key-"
const PUBLIC = "age"
// The fixed beginning of an X25519 key in PKCS 8 (RFC 8410).
const PKCS8 = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 4, 0x22, 4, 0x20]
const EMPTY = new Uint8Array(0)

/**
 * @typedef {object} Self
 * @property {string} recipient `age1…`
 * @property {CryptoKey} key X25519
 * @property {CryptoKey} sealKey AES-GCM
 * @property {CryptoKey} macKey HMAC
 */

/** @returns {Promise<string>} `AGE-SECRET-KEY-1…` */
export function newIdentity() {
  return generateX25519Identity()
}

/** @param {string} identity */
export function recipientOf(identity) {
  return identityToRecipient(identity)
}

/** The 32 bytes of an identity. @param {string} identity */
export function rawOf(identity) {
  const lower = String(identity).toLowerCase()
  return bytesOf(lower.toUpperCase() === identity ? lower : "", SECRET, "not an identity")
}

/** The 32 bytes of a recipient. @param {string} recipient */
export function pointOf(recipient) {
  return bytesOf(recipient, PUBLIC, "not a recipient")
}

/** @param {unknown} text */
export function isRecipient(text) {
  try {
    return typeof text === "string" && Boolean(pointOf(text))
  } catch {
    return false
  }
}

/** @param {Uint8Array} raw */
export function pkcs8Of(raw) {
  return Uint8Array.from([...PKCS8, ...raw])
}

/** The keys of an identity. @param {string} identity @returns {Promise<Self>} */
export async function selfOf(identity) {
  const raw = rawOf(identity)
  const key = await crypto.subtle.importKey(
    "pkcs8", own(pkcs8Of(raw)), { name: "X25519" }, false, ["deriveBits"])
  const base = await crypto.subtle.importKey("raw", own(raw), "HKDF", false, ["deriveKey"])
  raw.fill(0)
  return await selfFrom(key, base, await recipientOf(identity))
}

/**
 * The same from keys that were remembered.
 *
 * @param {CryptoKey} key
 * @param {CryptoKey} base the raw identity, as a key to derive from
 * @param {string} recipient
 * @returns {Promise<Self>}
 */
export async function selfFrom(key, base, recipient) {
  return {
    recipient,
    key,
    macKey: await derived(base, "amanah/self/v1/mac", { name: "HMAC", hash: "SHA-256", length: 256 }, ["sign"]),
    sealKey: await derived(base, "amanah/self/v1/seal", { name: "AES-GCM", length: 256 }, ["encrypt", "decrypt"]),
  }
}

/** What one shares with another, by X25519. @param {Self} self @param {string} recipient */
export async function sharedWith(self, recipient) {
  const point = await crypto.subtle.importKey("raw", own(pointOf(recipient)), { name: "X25519" }, false, [])
  const how = /** @type {any} */ ({ name: "X25519", public: point })
  try {
    return new Uint8Array(await crypto.subtle.deriveBits(how, self.key, 256))
  } catch {
    // A point with which everybody shares the same secret.
    throw new Refused("sealing.damaged", "not a person's key")
  }
}

/**
 * The bytes of a key. One key has one text: the texts themselves are signed and compared.
 *
 * @param {string} text
 * @param {string} kind
 * @param {string} refusal
 */
function bytesOf(text, kind, refusal) {
  try {
    const { bytes } = bech32.decodeToBytes(text)
    if (bytes.length === 32 && bech32.encodeFromBytes(kind, bytes) === text) return Uint8Array.from(bytes)
  } catch {
    // Said below.
  }
  throw new Refused("sealing.damaged", refusal)
}

/**
 * @param {CryptoKey} base
 * @param {string} info
 * @param {any} kind
 * @param {KeyUsage[]} uses
 */
function derived(base, info, kind, uses) {
  const how = { name: "HKDF", hash: "SHA-256", salt: EMPTY, info: toBytes(info) }
  return crypto.subtle.deriveKey(how, base, kind, false, uses)
}
