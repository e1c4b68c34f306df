/**
 * The codes of printed sheets and saved files: 128 bits, in letters that are hard to misread. As it
 * is printed a code is the passphrase, so that the `age` command opens what it opens.
 */
import { Refused, random, toBase64 } from "./bytes.js"
import { latinDigits } from "./numbers.js"

// Crockford's: no I, L, O or U.
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
const LENGTH = 26
const MISREAD = /** @type {Record<string, string>} */ ({ I: "1", L: "1", O: "0" })
const CODE = /^(?:[0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{2}$/
const LINE = 64
const BEGIN = "-----BEGIN AGE ENCRYPTED FILE-----"
const END = "-----END AGE ENCRYPTED FILE-----"

/** @returns {string} such as `K7QP-2M4X-9TRW-…` */
export function newCode() {
  let bits = 0n
  for (const byte of random(16)) bits = (bits << 8n) | BigInt(byte)
  let letters = ""
  for (let at = 0; at < LENGTH; at += 1) {
    letters = LETTERS[Number(bits & 31n)] + letters
    bits >>= 5n
  }
  return grouped(letters)
}

/** A code as it is printed, from how it was typed. @param {string} typed */
export function tidyCode(typed) {
  const letters = latinDigits(typed.normalize("NFKC")).toUpperCase().replace(/[^0-9A-Z]/g, "")
  return grouped(letters.replace(/[ILO]/g, (letter) => MISREAD[letter]))
}

/**
 * A file to keep: its code, and the lock itself for the `age` command.
 *
 * @param {string} code
 * @param {Uint8Array} blob
 * @param {string} words what the reader should know, in their language
 */
export function fileText(code, blob, words) {
  const lines = toBase64(blob).match(new RegExp(`.{1,${LINE}}`, "g")) ?? []
  return `${words}\n\n${code}\n\n${[BEGIN, ...lines, END].join("\n")}\n`
}

/** @param {string} text of such a file, whatever became of its ends of lines */
export function codeFromFile(text) {
  const found = text.split(/\s+/u).find((word) => CODE.test(word))
  if (!found) throw new Refused("sealing.no-code", "there is no code in this file")
  return found
}

/** @param {string} letters */
function grouped(letters) {
  return letters.match(/.{1,4}/g)?.join("-") ?? ""
}
