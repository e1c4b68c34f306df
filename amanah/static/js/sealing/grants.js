/**
 * Grants: the key of a room's epoch, handed to one person by another, who vouches for all of it.
 */
import { Refused, fromBase64, padded, readObject, same, sha256, sign, toBase64, toBytes, unpadded } from "./bytes.js"
import { onlyStanza, openWith, sealTo } from "./files.js"
import { isRecipient, rawOf } from "./identity.js"
import { pairKey } from "./pairs.js"

const SUITE = "x25519/1"
const TEXTS = ["suite", "room", "from", "to", "by", "head", "file"]
const NUMBERS = ["epoch", "from_n"]

/**
 * @typedef {import("./identity.js").Self} Self
 * @typedef {object} Terms
 * @property {string} suite
 * @property {string} room
 * @property {number} epoch
 * @property {string} roomKey
 * @property {string} by the person who grants
 * @property {string} to a recipient
 * @property {Record<string, string>} members person to recipient
 * @property {number} from_n where the epoch begins
 * @property {string} head what the history before it comes to
 *
 * @typedef {{statement: string, mac: string, file: string}} Grant
 */

/** @param {Self} self @param {Terms} terms @returns {Promise<Grant>} */
export async function makeGrant(self, { suite, room, epoch, roomKey, by, to, members, from_n, head }) {
  const file = await sealTo(to, padded(JSON.stringify({ v: 1, room, epoch, key: roomKey })))
  const sorted = Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)))
  const statement = JSON.stringify({
    v: 1, suite, room, epoch, from: self.recipient, to, by, members: sorted, from_n, head,
    file: toBase64(await sha256(file)),
  })
  const mac = await sign(await pairKey(self, to, "grant", "to"), toBytes(statement))
  return { statement, mac: toBase64(mac), file: toBase64(file) }
}

/**
 * Open a grant to oneself. Whether its keys are those of the people it names is for the pins to say.
 *
 * @param {Self} self
 * @param {Grant} grant
 * @param {{room: string, epoch: number}} where it is shown
 * @returns {Promise<Omit<Terms, "to"> & {from: string}>}
 */
export async function openGrant(self, { statement, mac, file }, where) {
  const said = readStatement(statement)
  if (said.suite !== SUITE) throw new Refused("sealing.suite-unknown", "of a newer Amanah")
  if (said.to !== self.recipient) throw new Refused("sealing.grant-not-for-you", "for another key")
  const key = await pairKey(self, said.from, "grant", "from").catch(wrong)
  const holds = same(await sign(key, toBytes(statement)), decoded(mac))
  const bytes = decoded(file)
  const isItsFile = said.file === toBase64(await sha256(bytes))
  if (!holds || !isItsFile || said.room !== where.room || said.epoch !== where.epoch) wrong()

  const { suite, room, epoch, from, by, members, from_n, head } = said
  const roomKey = await keyIn(self, bytes, where).catch(wrong)
  return { suite, room, epoch, from, by, members, from_n, head, roomKey }
}

/** @param {Self} self @param {Uint8Array} file @param {{room: string, epoch: number}} where */
async function keyIn(self, file, where) {
  if (onlyStanza(file)[0] !== "X25519") wrong()
  const held = readObject(unpadded(await openWith(self.key, file)))
  if (held?.v !== 1 || held.room !== where.room || held.epoch !== where.epoch) return wrong()
  rawOf(held.key)
  return held.key
}

/** @param {string} text */
function decoded(text) {
  try {
    return fromBase64(text)
  } catch {
    return wrong()
  }
}

/** @param {string} statement */
function readStatement(statement) {
  const said = readObject(statement)
  const isWhole = said?.v === 1
    && TEXTS.every((name) => typeof said[name] === "string")
    && NUMBERS.every((name) => Number.isSafeInteger(said[name]))
    && areMembers(said.members)
    // Whoever hands a key out holds it, and must be seen among those who can read.
    && Object.hasOwn(said.members, said.by)
  return isWhole ? said : wrong()
}

/** @param {unknown} members */
function areMembers(members) {
  if (typeof members !== "object" || members === null) return false
  const keys = Object.values(members)
  return keys.length > 0 && keys.every(isRecipient)
}

/** @returns {never} */
function wrong() {
  throw new Refused("sealing.grant-wrong", "nobody vouches for this key")
}
