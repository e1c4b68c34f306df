/**
 * What one tab has in its hands: `stored`, what the server said of the lock; `held`, the open keys;
 * `trouble`, why they cannot be used.
 */
import { Refused } from "./bytes.js"

/**
 * @typedef {import("./identity.js").Self} Self
 * @typedef {{generation: number, recipient: string}} Identity
 * @typedef {{id: string, kind: string, label: string, credential: string, blob: string, made_at: string}} Way
 * @typedef {object} Stored
 * @property {string} person
 * @property {string} name
 * @property {Identity | null} identity
 * @property {any} waiting
 * @property {Way[]} ways
 * @property {{counter: number, blob: string} | null} pins
 * @property {string | null} private_room
 * @property {{key: string, until: string} | null} opening
 * @property {{id: string, name: string}[]} passkeys
 *
 * @typedef {{n: number, head: string}} Mark
 * @typedef {object} Held
 * @property {string} person
 * @property {number} generation
 * @property {Self} self
 * @property {any} pins
 * @property {Record<string, Record<string, string>>} sights keys seen first, not yet in stored pins
 * @property {Record<string, Mark>} seen how far each room's history was seen on this device
 * @property {Record<string, number>} places how far one has read each room on this device
 * @property {Map<string, any>} talks conversations of which something is open
 * @property {Map<string, Map<number, any>>} rooms epochs that were opened, by room
 * @property {Record<string, Set<string>>} troubles what was found wrong in a room since the page was opened
 * @property {Map<string, string>} attempts names of words that are being sent
 * @property {Map<string, import("./attached.js").Attachment[]>} attached what goes with words of one's own, by their name
 * @property {Record<string, Record<string, {file: string, saved_at: string}>>} drafts by room and slot
 * @property {boolean} remembers
 *
 * @typedef {object} Desk
 * @property {import("./post.js").Ask} ask
 * @property {(person: string) => void} belongTo
 * @property {typeof import("./memory.js") | null} memory
 * @property {typeof import("./shelf.js") | null} shelf
 * @property {Map<string, import("./shelf.js").Laid>} laid words that wait, where this browser may keep nothing
 * @property {() => number} now
 * @property {Stored | null} stored
 * @property {Held | null} held
 * @property {string} trouble
 *
 * @typedef {{by: string, phrase?: string, code?: string, prf?: Uint8Array, credential?: string, remember?: boolean}} How
 * @typedef {{kind: string, phrase?: string, code?: string, prf?: Uint8Array, credential?: string, label?: string}} NewWay
 */

/** Put the keys down. @param {Desk} desk */
export function drop(desk) {
  desk.held = null
}

/** @param {Desk} desk @returns {Held} */
export function hand(desk) {
  if (!desk.held) throw new Refused("sealing.locked", "the lock is closed")
  return desk.held
}

/** @param {number} status @param {any} body */
export function refusal(status, body) {
  if (status === 423) return new Refused("sealing.locked", "this browser's opening has ended")
  const code = typeof body?.code === "string" ? body.code.replace(/_/g, "-") : "sealing.refused"
  return Object.assign(new Refused(code, body?.message ?? `refused with ${status}`), { body })
}
