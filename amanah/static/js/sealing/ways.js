/**
 * Ways into one's lock: added, taken away. Each asks for a fresh touch or phrase, since an open tab
 * left alone must not be enough to make another key to it.
 */
import { Refused } from "./bytes.js"
import { hand, refusal } from "./desk.js"
import { look, secretBy, wayFor } from "./lock.js"
import { isPhrase, tidy } from "./phrases.js"

/**
 * @typedef {import("./desk.js").Desk} Desk
 * @typedef {import("./desk.js").How} How
 * @typedef {import("./desk.js").NewWay} NewWay
 */

/** @param {Desk} desk @param {{fresh: How, way: NewWay, replaces?: string}} wanted */
export async function addWay(desk, { fresh, way, replaces = "" }) {
  hand(desk)
  if (way.kind === "device") await checkWords(desk, { phrase: way.phrase ?? "" })
  const secret = await secretBy(desk, fresh)
  const { status, body } = await desk.ask("POST", "/lock/ways/", {
    ...(await wayFor(secret, way)), replaces,
  })
  if (status >= 400) throw refusal(status, body)
  desk.stored = body
}

/**
 * Refuse what no device shows: the server keeps for minutes what is sealed under it.
 *
 * @param {Desk} _desk
 * @param {{phrase: string}} typed
 */
export async function checkWords(_desk, { phrase }) {
  const { words } = await import("../../vendor/wordlist.js")
  if (!isPhrase(tidy(phrase), words)) throw new Refused("sealing.not-six-words", "no device shows such words")
}

/** @param {Desk} desk @param {{id: string, fresh: How}} which */
export async function removeWay(desk, { id, fresh }) {
  await secretBy(desk, fresh)
  const { status, body } = await desk.ask("POST", `/lock/ways/${id}/remove/`, {})
  if (status >= 400) throw refusal(status, body)
  desk.stored = body
}

/** How a lock stands, for the page. @param {Desk} desk */
export async function summary(desk) {
  const stored = desk.stored ?? (await look(desk))
  const { identity, waiting, opening } = stored
  return {
    lock: stateOf(desk),
    trouble: desk.trouble,
    person: stored.person,
    ways: stored.ways.map(({ id, kind, label, credential, made_at: madeAt }) => ({
      id, kind, label, credential, madeAt,
    })),
    passkeys: stored.passkeys,
    // By the pins, not by what the server says: notes to oneself go there.
    privateRoom: desk.held?.pins.private.room ?? "",
    until: desk.held ? (opening?.until ?? "") : "",
    remembers: desk.held?.remembers ?? false,
    waitingUntil: waiting?.due_at ?? "",
    generation: identity?.generation ?? 0,
  }
}

/** @param {Desk} desk @returns {"none" | "locked" | "open" | "waiting" | "replaced" | "troubled"} */
function stateOf({ stored, held, trouble }) {
  if (!stored?.identity) return "none"
  if (trouble === "sealing.replaced") return "replaced"
  if (trouble) return "troubled"
  if (held) return "open"
  return stored.waiting ? "waiting" : "locked"
}
