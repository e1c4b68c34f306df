/**
 * Pins: what one's own client has seen and holds the server to. They exist from the day a lock is
 * made; pins that are missing, older than seen, or not ours never mean that this is the first time.
 */
import { Refused, fromBase64, readObject, same, sha256, sign, toBase64, toBytes, toText } from "./bytes.js"
import { openFromSelf, sealToSelf } from "./selves.js"

const VEIL_BYTES = 6
// Counters are far below it, and what is veiled is not: so the two are told apart.
export const VEILED = 2 ** (8 * VEIL_BYTES)

/**
 * @typedef {import("./identity.js").Self} Self
 * @typedef {object} Pins
 * @property {1} v
 * @property {string} person
 * @property {number} generation
 * @property {number} counter
 * @property {Record<string, {keys: Record<string, string>, verified: Record<string, string>}>} people
 * @property {Record<string, any>} rooms
 * @property {{room: string, epochs: Record<string, {key: string, from_n: number, head: string}>}} private
 */

/** @param {string} person @param {number} generation @param {string} room one's private room @returns {Pins} */
export function newPins(person, generation, room) {
  return { v: 1, person, generation, counter: 1, people: {}, rooms: {}, private: { room, epochs: {} } }
}

/** @param {Self} self @param {Pins} pins @returns {Promise<Uint8Array>} two lines: the MAC, the file */
export async function sealPins(self, pins) {
  const file = await sealToSelf(self, JSON.stringify(pins))
  const mac = await sign(self.macKey, await what(pins, file))
  return toBytes(`${toBase64(mac)}\n${toBase64(file)}`)
}

/**
 * @param {Self} self
 * @param {Uint8Array | null} blob
 * @param {{person: string, generation: number, counter: number, atLeast: number}} expected
 * @returns {Promise<Pins>}
 */
export async function openPins(self, blob, expected) {
  if (!blob) throw new Refused("sealing.pins-missing", "the pins are missing")
  if (expected.counter < expected.atLeast) throw new Refused("sealing.pins-old", "older than seen here")
  const [mac, file] = partsOf(blob)
  if (!same(mac, await sign(self.macKey, await what(expected, file)))) throw wrong()
  const pins = readObject(await openFromSelf(self, file))
  const { person, generation, counter } = expected
  if (pins?.v !== 1 || pins.person !== person || pins.generation !== generation || pins.counter !== counter) {
    throw wrong()
  }
  return /** @type {Pins} */ (pins)
}

/**
 * The counter, as one's words carry it: so that no other reader can tell how much their author did
 * elsewhere between two of them, such as showing something to a lead.
 *
 * @param {Self} self
 * @param {number} counter
 * @param {{room: string, mid: string}} place of the words
 * @returns {Promise<number>} at least `VEILED`
 */
export async function veiled(self, counter, place) {
  return VEILED + (counter + await veilOf(self, place)) % VEILED
}

/**
 * The counter that words of one's own carry. Words from before it was veiled say it in the open.
 *
 * @param {Self} self
 * @param {number} told
 * @param {{room: string, mid: string}} place
 */
export async function unveiled(self, told, place) {
  if (told < VEILED) return told
  return (told - VEILED + VEILED - await veilOf(self, place)) % VEILED
}

/** @param {Self} self @param {{room: string, mid: string}} place */
async function veilOf(self, { room, mid }) {
  const mac = await sign(self.macKey, toBytes(["amanah/pins-in-words/v1", room, mid].join("\n")))
  return mac.slice(0, VEIL_BYTES).reduce((all, byte) => all * 256 + byte, 0)
}

/** @param {Uint8Array} blob */
function partsOf(blob) {
  try {
    const lines = toText(blob).split("\n")
    if (lines.length === 2) return lines.map(fromBase64)
  } catch {
    // Said below.
  }
  throw wrong()
}

/** @param {{person: string, generation: number, counter: number}} about @param {Uint8Array} file */
async function what({ person, generation, counter }, file) {
  const lines = ["amanah/pins/v1", person, generation, counter, toBase64(await sha256(file))]
  return toBytes(lines.join("\n"))
}

function wrong() {
  return new Refused("sealing.pins-wrong", "these are not the pins of this lock")
}
