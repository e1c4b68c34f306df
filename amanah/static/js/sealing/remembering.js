/**
 * Staying open for twelve hours in one browser, and what this device saw last.
 *
 * What was seen is kept here and not with the server: a write at each reading would tell it when
 * somebody read.
 */
import { fromBase64, random, toBase64 } from "./bytes.js"
import { selfFrom } from "./identity.js"
import { openFromSelf, sealToSelf } from "./selves.js"

/**
 * @typedef {import("./desk.js").Desk} Desk
 * @typedef {import("./desk.js").Stored} Stored
 */

/**
 * Tell the server that this session is open, and keep the keys if this browser may and can.
 *
 * @param {Desk} desk
 * @param {{raw: Uint8Array, pkcs8: Uint8Array}} secrets
 * @param {{mayRemember: boolean, spent: string}} how with the way in that was good once, if it was by one
 */
export async function remember(desk, secrets, { mayRemember, spent }) {
  const { held, memory } = desk
  if (!held) return
  const wrap = random(32)
  held.remembers = mayRemember && memory !== null && await put(desk, { ...secrets, wrap })
  const { body } = await desk.ask("POST", "/lock/opening/", {
    key: held.remembers ? toBase64(wrap) : "", way: spent,
  })
  const { stored } = desk
  if (stored) {
    const ways = stored.ways.filter(({ id }) => id !== spent)
    desk.stored = { ...stored, ways, opening: { key: "", until: body.until ?? "" } }
  }
  wrap.fill(0)
}

/**
 * The keys that this browser kept, if they are of the lock that the server names.
 *
 * @param {Desk} desk
 * @param {Stored} stored
 */
export async function recall(desk, stored) {
  try {
    const kept = await desk.memory?.kept()
    if (!desk.memory || !kept || kept.person !== stored.person) return null
    const { key, base } = await desk.memory.unwrapped(kept, fromBase64(stored.opening?.key ?? ""))
    const self = await selfFrom(key, base, kept.recipient)
    return { self, ...(await lastSeen(self, kept.seen)) }
  } catch {
    return null // Cleared, of an older opening, or a browser that keeps nothing: it is asked anew.
  }
}

/** Keep how far each room was seen. @param {Desk} desk */
export async function keepSeen(desk) {
  const { held, memory } = desk
  if (!held?.remembers || !memory) return
  try {
    const kept = await memory.kept()
    if (!kept || kept.person !== held.person) return
    const note = JSON.stringify({ counter: held.pins.counter, rooms: held.seen, places: held.places })
    await memory.keep({ ...kept, seen: await sealToSelf(held.self, note) })
  } catch {
    held.remembers = false
  }
}

/**
 * @param {Desk} desk
 * @param {{raw: Uint8Array, pkcs8: Uint8Array, wrap: Uint8Array}} secrets
 */
async function put(desk, secrets) {
  const { held, memory } = desk
  if (!held || !memory) return false
  const { person, generation, self } = held
  try {
    await memory.keep(await memory.wrapped(secrets, { person, generation, recipient: self.recipient }))
    return true
  } catch {
    return false // The browser keeps nothing, as in some private windows: the tab alone remembers.
  }
}

/**
 * @param {import("./identity.js").Self} self
 * @param {Uint8Array | null} file
 */
async function lastSeen(self, file) {
  if (!file) return { counter: 0, seen: {}, places: {} }
  const { counter, rooms, places = {} } = JSON.parse(await openFromSelf(self, file))
  return { counter, seen: rooms, places }
}
