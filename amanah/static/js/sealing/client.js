/**
 * What the sealing worker can be asked for. One thing is done after another: two at once would
 * both write the pins.
 */
import { Refused } from "./bytes.js"
import { number, openAgain, people, verify } from "./companions.js"
import { disclosed } from "./disclosed.js"
import { disclose, shareable } from "./disclosing.js"
import { saveDraft } from "./drafts.js"
import { fileAlong, takeCopy } from "./copies.js"
import { drop } from "./desk.js"
import { close, look, make, open, replace, stopReplacement, wake } from "./lock.js"
import { openFile } from "./carried.js"
import { newPhrase } from "./phrases.js"
import { letIn, read, write } from "./rooms.js"
import { keepPlace, mark, search, talk } from "./talks.js"
import { newCode } from "./sheets.js"
import { begun, lay, sealPart, sendLaid, stow, unlay, waiting } from "./waiting.js"
import { addWay, checkWords, removeWay, summary } from "./ways.js"

/**
 * @typedef {import("./desk.js").Desk} Desk
 * @typedef {Map<string, {at: number, result: any}>} Lately what was read, and when, by what was asked
 */

/** @type {Record<string, (desk: Desk, wanted: any) => Promise<any>>} */
const STATE = {
  state: async () => {},
  wake: (desk) => wake(desk),
  look: async (desk) => void (await look(desk)),
  drop: async (desk) => drop(desk),
  make, open, addWay, removeWay, replace, stopReplacement,
  lock: (desk) => close(desk, "close"),
  lockEverywhere: (desk) => close(desk, "everywhere"),
}

/** @type {Record<string, (desk: Desk, wanted: any) => Promise<any>>} */
const ANSWERS = {
  takeCopy, fileAlong, openFile, lay, waiting, sealPart, sendLaid, unlay, stow,
  write, letIn, saveDraft, draft: begun, number, verify, people, openAgain, checkWords,
  shareable, disclose, disclosed,
  talk, search, mark, keepPlace,
  newPhrase: async () => newPhrase((await import("../../vendor/wordlist.js")).words),
  newCode: async () => newCode(),
}

// What shows words and what changes them ask for the same, one after the other, as a page wakes.
const SAME_FOR = 1_000
const CHANGES_NOTHING = ["draft", "saveDraft", "state", "number", "checkWords", "mark", "keepPlace",
  "openFile", "fileAlong", "lay", "waiting", "sealPart"]

/**
 * @param {Omit<Desk, "stored" | "held" | "trouble" | "laid">} with_
 * @returns {(op: string, wanted?: any) => Promise<any>} states answer with how the lock stands
 */
export function makeClient(with_) {
  /** @type {Desk} */
  const desk = { ...with_, stored: null, held: null, trouble: "", laid: new Map() }
  /** @type {Lately} */
  const lately = new Map()
  let before = Promise.resolve()

  return (op, wanted = {}) => {
    const turn = before.then(() => act(desk, op, wanted, lately))
    before = turn.then(() => {}, () => {})
    return turn
  }
}

/**
 * @param {Desk} desk
 * @param {string} op
 * @param {any} wanted
 * @param {Lately} lately
 */
async function act(desk, op, wanted, lately) {
  if (op === "read") return await readOnce(desk, wanted, lately)
  if (!CHANGES_NOTHING.includes(op)) lately.clear()
  if (op in STATE) {
    await STATE[op](desk, wanted)
    return await summary(desk)
  }
  if (op in ANSWERS) return await ANSWERS[op](desk, wanted)
  throw new Refused("sealing.unknown", `there is no ${op}`)
}

/**
 * @param {Desk} desk
 * @param {any} wanted
 * @param {Lately} lately
 */
async function readOnce(desk, wanted, lately) {
  const key = JSON.stringify(wanted)
  const at = desk.now()
  if (!desk.held) lately.clear()
  const before = lately.get(key)
  if (before && at - before.at < SAME_FOR) return before.result
  const result = await read(desk, wanted)
  lately.set(key, { at, result })
  return result
}
