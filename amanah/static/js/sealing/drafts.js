/**
 * What one has begun to write: one slot a field, sealed to oneself, overwritten each time.
 */
import { Refused, fromBase64, toBase64 } from "./bytes.js"
import { drop, hand, refusal } from "./desk.js"
import { see } from "./rooms.js"
import { openFromSelf, sealToSelf } from "./selves.js"

/** @typedef {import("./desk.js").Desk} Desk */

/** @param {Desk} desk @param {{room: string, slot: string, text: string}} draft an empty text takes it away */
export async function saveDraft(desk, { room, slot, text }) {
  const held = hand(desk)
  const note = JSON.stringify({ v: 1, room, slot, at: new Date(desk.now()).toISOString(), text })
  const file = text ? toBase64(await sealToSelf(held.self, note)) : ""
  const { status, body } = await desk.ask("POST", `/rooms/${room}/drafts/`, { slot, file })
  if (status === 423) drop(desk)
  if (status >= 400) throw refusal(status, body)
  held.drafts[room] = { ...held.drafts[room], [slot]: { file, saved_at: "" } }
}

/**
 * What was begun in a field. One that does not open, of a lock that was lost, or put here in the
 * place of another, is as if there were none.
 *
 * @param {Desk} desk
 * @param {{room: string, slot: string}} where
 * @returns {Promise<string>}
 */
export async function draft(desk, { room, slot }) {
  const held = hand(desk)
  if (!held.drafts[room]) await see(desk, { room, newest: 1 })
  const kept = held.drafts[room]?.[slot]
  if (!kept?.file) return ""
  try {
    const note = JSON.parse(await openFromSelf(held.self, fromBase64(kept.file)))
    return note.room === room && note.slot === slot ? note.text : ""
  } catch (why) {
    if (why instanceof Refused) return ""
    throw why
  }
}
