/**
 * Sends words of a page: each is laid by first, sealed, and leaves once its files have been brought.
 * Where the line is too weak for that it waits, and is tried again; one tab sends at a time.
 */
import { wouldArrive } from "../shell/session.js"
import { ask, codeOf, news } from "./asking.js"
import { bring } from "./carrier.js"
import { addressOf } from "./texts.js"

const LOCK = "amanah-waiting"
const TURNS = 3
const SECONDS = [5, 15, 45, 120, 300]
// What may be over in a while; everything else somebody has to decide.
const LATER = ["sealing.unreachable", "sealing.signed-out", "sealing.locked"]
// Its files are sealed and brought once more: somebody came or went, or they waited too long.
const ANEW = ["sealing.attachment-epoch", "sealing.attachment-missing"]

/**
 * @typedef {import("./attached.js").Attachment} Attachment
 * @typedef {{file: string, type: string, bytes: Uint8Array}} Given
 * @typedef {{mid: string, room: string, kind: string, ref: string, text: string, at: string, files: {file: string, size: number}[], lacks: boolean}} Waits
 */

/** Tells `changed`: what waits in this browser, or how far it is. */
export const queue = new EventTarget()
/** How far files are that are on their way, by the name of their words. @type {Map<string, number>} */
export const done = new Map()
/** Why words still wait, by their name. @type {Map<string, string>} */
export const troubles = new Map()

/** @type {Map<string, Attachment[]>} what was brought for words that could not be sent then */
const brought = new Map()
/** @type {Map<string, AbortController>} */
const underWay = new Map()
/** @type {ReturnType<typeof setTimeout> | undefined} */
let clock
let failures = 0
let person = ""

const tabs = new BroadcastChannel("amanah-waiting")
tabs.onmessage = () => void queue.dispatchEvent(new Event("changed"))

/** Whose page this is, so that nothing is sent for another who has signed in. @param {string} who */
export function sendFor(who) {
  person = who
}

/**
 * @param {{room: string, kind: string, ref?: string, text: string}} words
 * @param {Given[]} files
 * @returns {Promise<{mid: string, n: number, waits?: boolean}>}
 */
export async function send(words, files = []) {
  const { mid } = await ask("lay", { ...words, files })
  changed()
  try {
    return await deliver({ mid, room: words.room, files })
  } catch (why) {
    const code = codeOf(why)
    if (code === "sealing.not-waiting") return { mid, n: 0 } // another tab was first
    if (LATER.includes(code)) {
      troubles.set(mid, code)
      again()
      return { mid, n: 0, waits: true }
    }
    // For good: it is the page's again, which still shows it.
    await ask("unlay", { mid }).catch(() => {})
    throw why
  } finally {
    changed()
  }
}

/** Try what waits in a room. @param {string} room */
export async function tryAll(room) {
  clearTimeout(clock)
  const { words } = await ask("waiting", { room })
  for (const one of /** @type {Waits[]} */ (words)) {
    if (one.lacks || underWay.has(one.mid)) continue
    try {
      await deliver(one)
      troubles.delete(one.mid)
      failures = 0
    } catch (why) {
      const code = codeOf(why)
      if (code !== "sealing.not-waiting") troubles.set(one.mid, code)
      if (LATER.includes(code)) {
        if (code === "sealing.unreachable") again()
        break
      }
    }
  }
  changed()
}

/** Let a file that is on its way go no further. @param {string} mid */
export function stop(mid) {
  underWay.get(mid)?.abort()
}

/** Words that wait, as the page's again. @param {string} mid */
export async function takeBack(mid) {
  stop(mid)
  const back = await ask("unlay", { mid })
  brought.delete(mid)
  troubles.delete(mid)
  changed()
  return back
}

/** Let the line come back: there is no more waiting then. */
addEventListener("online", () => {
  failures = 0
  queue.dispatchEvent(new Event("due"))
})

/** After a while, longer each time. */
function again() {
  clearTimeout(clock)
  const seconds = SECONDS[Math.min(failures, SECONDS.length - 1)]
  failures += 1
  clock = setTimeout(() => queue.dispatchEvent(new Event("due")), seconds * 1000 * (0.8 + Math.random() * 0.4))
}

/** @param {{mid: string, room: string, files: unknown[]}} words */
async function deliver({ mid, room, files }) {
  return await navigator.locks.request(LOCK, async () => {
    const stopping = new AbortController()
    underWay.set(mid, stopping)
    try {
      return await sent({ mid, room, count: files.length }, stopping.signal)
    } finally {
      underWay.delete(mid)
      done.delete(mid)
    }
  })
}

/** @param {{mid: string, room: string, count: number}} words @param {AbortSignal} signal */
async function sent(words, signal) {
  for (let turn = 1; ; turn += 1) {
    try {
      const attachments = await broughtAll(words, signal)
      const told = await ask("sendLaid", { mid: words.mid, attachments })
      brought.delete(words.mid)
      news.dispatchEvent(new CustomEvent("written", { detail: { room: words.room } }))
      return told
    } catch (why) {
      if (turn === TURNS || !ANEW.includes(codeOf(why))) throw why
      brought.delete(words.mid)
    }
  }
}

/** Bring all the files of words, but for those that were brought before. @param {{mid: string, room: string, count: number}} words @param {AbortSignal} signal */
async function broughtAll({ mid, room, count }, signal) {
  const all = brought.get(mid) ?? []
  brought.set(mid, all)
  for (let part = all.length; part < count; part += 1) {
    far(mid, part / count)
    const { attachment, sealed } = await ask("sealPart", { mid, part })
    if (signal.aborted) throw Object.assign(new Error("stopped"), { code: "sealing.stopped" })
    const { state, token = "" } = await wouldArrive(addressOf("session"), person)
    if (state !== "ready") throw Object.assign(new Error(state), { code: `sealing.${state}` })
    const query = new URLSearchParams({ name: attachment.name, mid })
    const progress = (/** @type {number} */ one) => far(mid, (part + one) / count)
    await bring(`/rooms/${room}/attachments/?${query}`, sealed, { token, progress, signal })
    all.push(attachment)
  }
  return all
}

/** @param {string} mid @param {number} share */
function far(mid, share) {
  done.set(mid, share)
  queue.dispatchEvent(new CustomEvent("progress", { detail: { mid, share } }))
}

function changed() {
  queue.dispatchEvent(new Event("changed"))
  tabs.postMessage("changed")
}
