/**
 * The one place in a tab where keys are. The page asks for something and gets text; the keys stay.
 */
import { makeClient } from "./client.js"
import * as memory from "./memory.js"
import { makePost } from "./post.js"
import * as shelf from "./shelf.js"

// Tabs of one browser open and close their lock together.
const tabs = new BroadcastChannel("amanah-lock")
const { ask, belongTo } = makePost({ fetch: fetch.bind(globalThis) })
const client = makeClient({ ask, belongTo, memory: hasStore() ? memory : null, shelf: hasStore() ? shelf : null, now: Date.now })
const CLOSE = ["lock", "lockEverywhere"]
const OPEN = ["make", "open"]

globalThis.onmessage = async ({ data: { id, op, wanted } }) => {
  try {
    const result = await client(op, wanted)
    postMessage({ id, result })
    if (CLOSE.includes(op)) tabs.postMessage("closed")
    if (OPEN.includes(op)) tabs.postMessage("opened")
  } catch (why) {
    const { code = "sealing.fault", message = "", people } = /** @type {any} */ (why)
    // The message of a fault may hold anything; only refusals of ours are worded for the page.
    postMessage({ id, error: { code, message: code === "sealing.fault" ? "" : message, people } })
  }
}

tabs.onmessage = async ({ data }) => {
  if (data === "closed") await client("drop")
  const state = await client(data === "closed" ? "state" : "wake").catch(() => null)
  if (state) postMessage({ state })
}

postMessage({ alive: true })

function hasStore() {
  try {
    return Boolean(globalThis.indexedDB)
  } catch {
    return false
  }
}
