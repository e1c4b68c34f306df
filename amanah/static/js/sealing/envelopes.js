/**
 * Sealed words: what is inside an age file to the key of a room, and who vouches for it.
 *
 *   room tag, newline, a tag to each member, newline, JSON, spaces
 *
 * The room tag says that somebody with the room's key wrote it, each other tag that it was this
 * author and no other member. There is one to oneself too: another member could else write as me,
 * to me.
 */
import { Decrypter, base64nopad } from "../../vendor/age.js"
import { Refused, hkdf, hmacKey, padded, readObject, same, sha256, sign, toBytes, unpadded } from "./bytes.js"
import { onlyStanza, openBy, sealTo } from "./files.js"
import { pkcs8Of, rawOf, recipientOf } from "./identity.js"
import { pairKey } from "./pairs.js"

/**
 * @typedef {import("./identity.js").Self} Self
 * @typedef {{recipient: string, macKey: CryptoKey, decrypter: Decrypter}} RoomKeys
 * @typedef {{v: 1, room: string, epoch: number, n: number, mid: string, by: string, kind: string,
 *   ref: string, at: string, head: string, pins: number, text: string, attachments?: unknown}} Words
 */

/** @type {(keyof Words)[]} */
const ORDER = ["v", "room", "epoch", "n", "mid", "by", "kind", "ref", "at", "head", "pins", "text"]
const NUMBERS = ["epoch", "n", "pins"]
const TEXTS = ORDER.filter((name) => name !== "v" && !NUMBERS.includes(name))

/**
 * What is needed to read and write in an epoch.
 *
 * @param {string} roomKey
 * @param {string} room
 * @param {number} epoch
 * @returns {Promise<RoomKeys>}
 */
export async function keysOf(roomKey, room, epoch) {
  const raw = rawOf(roomKey)
  const mac = await hkdf(raw, toBytes(room), `amanah/envelope/v1/${epoch}`)
  const decrypter = new Decrypter()
  decrypter.addIdentity(await identityKey(raw))
  return { recipient: await recipientOf(roomKey), macKey: await hmacKey(mac), decrypter }
}

/**
 * Seal words. What could not be read again, or not be proven, is not written.
 *
 * @param {Self} self
 * @param {RoomKeys} keys
 * @param {Words} words
 * @param {Record<string, string>} members person to recipient
 * @returns {Promise<{file: Uint8Array, sha256: Uint8Array}>}
 */
export async function writeEnvelope(self, keys, words, members) {
  // Of files there is only a word where there are some: words of before say nothing of them.
  const told = words.attachments ? [...ORDER, /** @type {const} */ ("attachments")] : ORDER
  const json = JSON.stringify(Object.fromEntries(told.map((name) => [name, words[name]])))
  readWords(json)
  if (!Object.hasOwn(members, words.by) || members[words.by] !== self.recipient) {
    throw new Refused("sealing.not-yours", "one writes as oneself only")
  }
  const bytes = toBytes(json)
  const roomTag = base64nopad.encode(await sign(keys.macKey, bytes))
  const tags = []
  for (const person of inOrder(members)) {
    const key = await pairKey(self, members[person], "words", "to")
    tags.push(base64nopad.encode(await sign(key, bytes)))
  }
  const file = await sealTo(keys.recipient, padded(`${roomTag}\n${tags.join(" ")}\n${json}`))
  return { file, sha256: await sha256(file) }
}

/**
 * Open words, and say what vouches for them. It is for the reader to hold them against the row and
 * the history.
 *
 * @param {Self} self
 * @param {RoomKeys} keys
 * @param {Uint8Array} file
 * @param {Record<string, string>} members of the epoch
 * @returns {Promise<{words: Words, roomTagHolds: boolean, tagHolds: boolean}>}
 */
export async function openEnvelope(self, keys, file, members) {
  if (onlyStanza(file)[0] !== "X25519") throw damaged()
  const { roomTag, tags, bytes, words } = readPlain(await openBy(keys.decrypter, file))
  return {
    words,
    roomTagHolds: isTag(roomTag, await sign(keys.macKey, bytes)),
    tagHolds: await isFromAuthor(self, words.by, tags, bytes, members),
  }
}

/**
 * What stands in an envelope once it is open, whoever opened it.
 *
 * @param {Uint8Array} plain
 * @returns {{roomTag: string, tags: string[], bytes: Uint8Array, words: Words}}
 */
export function readPlain(plain) {
  const [roomTag, tags, json] = linesOf(plain)
  return { roomTag, tags: tags.split(" "), bytes: toBytes(json), words: readWords(json) }
}

/**
 * @param {Self} self
 * @param {string} author
 * @param {string[]} tags
 * @param {Uint8Array} bytes
 * @param {Record<string, string>} members
 */
async function isFromAuthor(self, author, tags, bytes, members) {
  const people = inOrder(members)
  const mine = people.findIndex((person) => members[person] === self.recipient)
  if (mine < 0 || !people.includes(author) || tags.length !== people.length) return false
  const key = await pairKey(self, members[author], "words", "from")
  return isTag(tags[mine], await sign(key, bytes))
}

/** @param {string} tag @param {Uint8Array} expected */
function isTag(tag, expected) {
  try {
    return same(base64nopad.decode(tag), expected)
  } catch {
    return false
  }
}

/** @param {Uint8Array} plain @returns {string[]} room tag, tags, JSON */
function linesOf(plain) {
  try {
    const lines = unpadded(plain).split("\n")
    if (lines.length === 3) return lines
  } catch {
    // Not even a text.
  }
  throw damaged()
}

/**
 * A member may write anything into an envelope; only what has the right form comes further.
 *
 * @param {string} json
 * @returns {Words}
 */
function readWords(json) {
  const words = readObject(json)
  const isWhole = words?.v === 1
    && TEXTS.every((name) => typeof words[name] === "string")
    && NUMBERS.every((name) => Number.isSafeInteger(words[name]))
  if (!isWhole) throw damaged()
  return /** @type {any} */ (words)
}

/** @param {Record<string, string>} members */
function inOrder(members) {
  return Object.keys(members).sort()
}

/** @param {Uint8Array} raw @returns {Promise<any>} a key that age takes without reading it anew each time */
async function identityKey(raw) {
  return await crypto.subtle.importKey("pkcs8", pkcs8Of(raw), { name: "X25519" }, false, ["deriveBits"])
}

function damaged() {
  return new Refused("sealing.damaged", "not an envelope")
}
