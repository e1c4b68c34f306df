/**
 * The blobs that open a lock: one's identity, sealed under a phrase, a code or a passkey. All are
 * symmetric, so the server cannot put a lock of its own in their place.
 */
import { Decrypter, Encrypter, Stanza, base64nopad, chacha20poly1305 } from "../../vendor/age.js"
import { Refused, hkdf, padded, random, readObject, unpadded } from "./bytes.js"
import { onlyStanza, openBy, sealTo } from "./files.js"
import { rawOf } from "./identity.js"

const PASSKEY = "amanah/prf"
// What a guess costs: 2^16 takes a third of a second and 64 MB. A server that says less makes
// guessing cheap; one that says more makes opening endless.
const WORK = 16
const MOST_WORK = 17
const EMPTY = new Uint8Array(0)

/**
 * @typedef {{person: string, generation: number, identity: string}} Secret
 * @typedef {{person: string, generation: number}} Expected
 */

/**
 * @param {Secret} secret
 * @param {string} phrase a phrase or a code, exactly as it is printed
 * @returns {Promise<Uint8Array>}
 */
export async function sealByPhrase(secret, phrase) {
  if (!phrase) throw new Refused("sealing.no-phrase", "a lock needs a phrase")
  const encrypter = new Encrypter()
  encrypter.setPassphrase(phrase)
  encrypter.setScryptWorkFactor(WORK)
  return await encrypter.encrypt(written(secret))
}

/** @param {Uint8Array} blob @param {string} phrase @param {Expected} expected @returns {Promise<Secret>} */
export async function openByPhrase(blob, phrase, expected) {
  const [kind, , work] = stanzaOf(blob)
  if (kind !== "scrypt") throw otherLock()
  if (!/^[1-9][0-9]?$/.test(work) || Number(work) < WORK || Number(work) > MOST_WORK) {
    throw new Refused("sealing.weak-lock", "this lock was made weaker, or slower, than ours are")
  }
  const decrypter = new Decrypter()
  decrypter.addPassphrase(phrase)
  return await opened(decrypter, blob, expected)
}

/** @param {Secret} secret @param {Uint8Array} prf what the passkey yields @returns {Promise<Uint8Array>} */
export async function sealByPasskey(secret, prf) {
  return await sealTo(await passkey(prf), written(secret))
}

/** @param {Uint8Array} blob @param {Uint8Array} prf @param {Expected} expected @returns {Promise<Secret>} */
export async function openByPasskey(blob, prf, expected) {
  if (stanzaOf(blob)[0] !== PASSKEY) throw otherLock()
  const decrypter = new Decrypter()
  decrypter.addIdentity(await passkey(prf))
  return await opened(decrypter, blob, expected)
}

/**
 * A wrong phrase is told apart from a lock that was tampered with: only one of them can be mended
 * by trying again.
 *
 * @param {Decrypter} decrypter
 * @param {Uint8Array} blob
 * @param {Expected} expected
 */
async function opened(decrypter, blob, expected) {
  // Asked after the others, when none of them fitted.
  decrypter.addIdentity({ unwrapFileKey: wrongPhrase })
  return read(await openBy(decrypter, blob), expected)
}

/** @param {Secret} secret */
function written({ person, generation, identity }) {
  return padded(JSON.stringify({ v: 1, person, generation, identity }))
}

/** @param {Uint8Array} plain @param {Expected} expected @returns {Secret} */
function read(plain, { person, generation }) {
  const secret = readObject(unpadded(plain))
  if (secret?.v !== 1 || secret.person !== person || secret.generation !== generation) {
    throw new Refused("sealing.not-yours", "this opens another lock")
  }
  rawOf(secret.identity)
  return { person, generation, identity: secret.identity }
}

/** @param {Uint8Array} blob */
function stanzaOf(blob) {
  try {
    return onlyStanza(blob)
  } catch {
    throw otherLock()
  }
}

/** How age wraps the key of a file under what a passkey yields. @param {Uint8Array} prf */
async function passkey(prf) {
  if (prf.length !== 32) throw new Refused("sealing.wrong-phrase", "the passkey yields nothing")
  const key = await hkdf(prf, EMPTY, "amanah/prf-wrap/v1")
  return {
    wrapFileKey(/** @type {Uint8Array} */ fileKey) {
      const nonce = random(12)
      const body = chacha20poly1305(key, nonce).encrypt(fileKey)
      return [new Stanza([PASSKEY, base64nopad.encode(nonce)], body)]
    },
    unwrapFileKey(/** @type {Stanza[]} */ [{ args, body }]) {
      const nonce = base64nopad.decode(args[1])
      try {
        return chacha20poly1305(key, nonce).decrypt(body)
      } catch {
        return null
      }
    },
  }
}

/** @returns {never} */
function wrongPhrase() {
  throw new Refused("sealing.wrong-phrase", "that does not open this lock")
}

function otherLock() {
  return new Refused("sealing.other-lock", "this is not a lock that we make")
}
