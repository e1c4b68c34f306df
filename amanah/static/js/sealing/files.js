/**
 * age files, and what may stand in their heads. Each kind of file here has exactly one stanza: a
 * second one could be for somebody whom nobody named.
 */
import { Decrypter, Encrypter } from "../../vendor/age.js"
import { Refused } from "./bytes.js"

const FIRST_LINE = "age-encryption.org/v1"
const MOST_HEAD = 2048

/** @typedef {import("../../vendor/age.js").Stanza} Stanza */

/**
 * The arguments of the only stanza of a file.
 *
 * @param {Uint8Array} file
 * @returns {string[]}
 */
export function onlyStanza(file) {
  const lines = new TextDecoder("latin1").decode(file.subarray(0, MOST_HEAD)).split("\n")
  const end = lines.findIndex((line) => line.startsWith("---"))
  const stanzas = lines.slice(1, end).filter((line) => line.startsWith("-> "))
  if (lines[0] !== FIRST_LINE || end < 0 || stanzas.length !== 1) {
    throw new Refused("sealing.damaged", "not a file with one stanza")
  }
  return stanzas[0].slice(3).split(" ")
}

/** The head of a file, with its MAC: all that its key comes from. @param {Uint8Array} file */
export function headOf(file) {
  const text = new TextDecoder("latin1").decode(file.subarray(0, MOST_HEAD))
  const last = text.indexOf("\n---")
  const end = last < 0 ? -1 : text.indexOf("\n", last + 1)
  if (end < 0) throw new Refused("sealing.damaged", "not a file with a head")
  return file.subarray(0, end + 1)
}

/** @param {string | object} recipient @param {Uint8Array} plain @returns {Promise<Uint8Array>} */
export async function sealTo(recipient, plain) {
  const encrypter = new Encrypter()
  encrypter.addRecipient(/** @type {any} */ (recipient))
  return await encrypter.encrypt(plain)
}

/** @param {any} identity @param {Uint8Array} file @returns {Promise<Uint8Array>} */
export async function openWith(identity, file) {
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  return await openBy(decrypter, file)
}

/** @param {Decrypter} decrypter @param {Uint8Array} file @returns {Promise<Uint8Array>} */
export async function openBy(decrypter, file) {
  try {
    return await decrypter.decrypt(file)
  } catch (why) {
    throw why instanceof Refused ? why : new Refused("sealing.damaged", "it does not open")
  }
}
