/**
 * The page's side of the sealing worker.
 *
 *   import { sealer } from ".../sealing/sealer.js"
 *   const { words } = await sealer.ask("read", { room })
 *   sealer.events.addEventListener("state", ({ detail }) => …)
 *
 * The worker starts when it is first asked. A refusal has a `code`; `sealing.no-worker` is that it
 * could not be started: a script was changed on its way, or the browser is too old.
 */
const WORKER = new URL("./sealer.worker.js", import.meta.url).href
const PATIENCE = 15_000
const IDLE = 10 * 60_000

/** @typedef {{code: string, message: string, people?: string[]}} Trouble */

class Sealer {
  events = new EventTarget()
  /** @type {Worker | null} */
  #worker = null
  /** @type {Map<number, {done: (result: any) => void, failed: (why: Error & Trouble) => void}>} */
  #waiting = new Map()
  #count = 0
  #isAlive = false
  #idleSince = Date.now()
  #isShared = false
  #clock = 0

  /**
   * @param {string} op
   * @param {object} [wanted]
   * @returns {Promise<any>}
   */
  ask(op, wanted = {}) {
    return new Promise((done, failed) => {
      const id = (this.#count += 1)
      this.#waiting.set(id, { done, failed })
      try {
        this.#start().postMessage({ id, op, wanted })
      } catch {
        this.#giveUp()
      }
    })
  }

  #start() {
    if (this.#worker) return this.#worker
    const worker = new Worker(policy?.createScriptURL(WORKER) ?? WORKER, { type: "module", name: "sealer" })
    worker.onmessage = ({ data }) => this.#hear(data)
    worker.onerror = () => this.#giveUp()
    setTimeout(() => this.#isAlive || this.#giveUp(), PATIENCE)
    this.#worker = worker
    return worker
  }

  /** @param {{id?: number, result?: any, error?: Trouble, state?: any, alive?: boolean}} said */
  #hear({ id, result, error, state }) {
    this.#isAlive = true
    const asked = id === undefined ? undefined : this.#waiting.get(id)
    if (id !== undefined) this.#waiting.delete(id)
    if (error) asked?.failed(Object.assign(new Error(error.message), error))
    else asked?.done(result)
    this.#tell(state ?? (result?.lock ? result : null))
    if (error?.code === "sealing.locked") this.ask("state").catch(() => {})
  }

  /** @param {any} state */
  #tell(state) {
    if (!state) return
    this.#isShared = state.lock === "open" && !state.remembers
    if (this.#isShared && !this.#clock) this.#watch()
    this.events.dispatchEvent(new CustomEvent("state", { detail: state }))
  }

  /** On a shared computer, close when nobody has touched the page for ten minutes. */
  #watch() {
    this.#idleSince = Date.now()
    const touched = () => void (this.#idleSince = Date.now())
    for (const kind of ["pointerdown", "keydown", "scroll"]) addEventListener(kind, touched, { passive: true })
    this.#clock = setInterval(() => {
      const isIdle = Date.now() - this.#idleSince >= IDLE
      if (this.#isShared && isIdle) this.ask("lock").catch(() => {})
    }, 5_000)
  }

  #giveUp() {
    for (const { failed } of this.#waiting.values()) {
      const why = { code: "sealing.no-worker", message: "the sealing script could not be started" }
      failed(Object.assign(new Error(why.message), why))
    }
    this.#waiting.clear()
    this.#worker?.terminate()
    this.#worker = null
  }
}

/** The one address that a worker may have on our pages. */
const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("amanah", {
  createScriptURL: (/** @type {string} */ url) => {
    if (url !== WORKER) throw new TypeError("no other script runs as a worker")
    return url
  },
})

export const sealer = new Sealer()
