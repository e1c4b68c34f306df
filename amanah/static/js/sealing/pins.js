/**
 * Pins: what one's own client has seen and holds the server to. They exist from the day a lock is
 * made; pins that are missing, older than seen, or not ours never mean that this is the first time.
 */
import { Refused, fromBase64, readObject, same, sha256, sign, toBase64, toBytes, toText } from "./bytes.js"
import { openFromSelf, sealToSelf } from "./selves.js"

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
