/**
 * Safety numbers: one for each person, twenty digits that are read out by phone. Slow to compute,
 * so that nobody finds a key with a number that is nearly the same.
 */
import { toBytes } from "./bytes.js"

const ROUNDS = 2 ** 20
const BITS = 66n
const DIGITS = 20

/** @param {string} recipient @returns {Promise<string>} five groups of four digits */
export async function numberOf(recipient) {
  const base = await crypto.subtle.importKey("raw", toBytes(recipient), "PBKDF2", false, ["deriveBits"])
  const how = { name: "PBKDF2", hash: "SHA-256", salt: toBytes("amanah/person-number/v1"), iterations: ROUNDS }
  const bytes = new Uint8Array(await crypto.subtle.deriveBits(how, base, 72))
  let number = 0n
  for (const byte of bytes) number = (number << 8n) | BigInt(byte)
  const digits = (number >> (72n - BITS)).toString().padStart(DIGITS, "0")
  return digits.match(/.{4}/g)?.join(" ") ?? ""
}

/**
 * Whether these are its digits, however they are spaced and in whichever script.
 *
 * @param {string} typed
 * @param {string} number
 */
export function isNumber(typed, number) {
  const digits = digitsOf(number)
  return digits.length === DIGITS && digitsOf(typed) === digits
}

/** Arabic and Urdu digits as the others. @param {string} text */
export function latinDigits(text) {
  return text
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
}

/** @param {string} text */
function digitsOf(text) {
  return latinDigits(text).replace(/[^0-9]/g, "")
}
