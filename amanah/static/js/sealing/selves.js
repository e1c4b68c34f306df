/**
 * What is sealed to oneself: under a key that only one's identity gives. A recipient would not do,
 * since anybody can seal to that.
 */
import { Stanza, base64nopad } from "../../vendor/age.js"
import { Refused, own, padded, random, unpadded } from "./bytes.js"
import { onlyStanza, openWith, sealTo } from "./files.js"

const KIND = "amanah/self"

/** @typedef {import("./identity.js").Self} Self */

/** @param {Self} self @param {string} text @returns {Promise<Uint8Array>} an age file, padded */
export async function sealToSelf(self, text) {
  return await sealTo(recipientOf(self), padded(text))
}

/** @param {Self} self @param {Uint8Array} file @returns {Promise<string>} without its padding */
export async function openFromSelf(self, file) {
  return unpadded(await openBytesFromSelf(self, file))
}

/** @param {Self} self @param {Uint8Array} bytes that are as long as they may be @returns {Promise<Uint8Array>} an age file */
export async function sealBytesToSelf(self, bytes) {
  return await sealTo(recipientOf(self), bytes)
}

/** @param {Self} self @param {Uint8Array} file @returns {Promise<Uint8Array>} */
export async function openBytesFromSelf(self, file) {
  if (onlyStanza(file)[0] !== KIND) throw new Refused("sealing.damaged", "not sealed to oneself")
  return await openWith(recipientOf(self), file)
}

/** How age wraps the key of a file under one's own. @param {Self} self */
function recipientOf({ sealKey }) {
  return {
    async wrapFileKey(/** @type {Uint8Array} */ fileKey) {
      const nonce = random(12)
      const body = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, sealKey, own(fileKey))
      return [new Stanza([KIND, base64nopad.encode(nonce)], new Uint8Array(body))]
    },
    async unwrapFileKey(/** @type {Stanza[]} */ stanzas) {
      const found = stanzas.find(({ args }) => args[0] === KIND)
      if (!found) return null
      const iv = own(base64nopad.decode(found.args[1]))
      return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, sealKey, own(found.body)))
    },
  }
}
