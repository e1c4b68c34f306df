/**
 * Opens one's lock, by any of its ways.
 *
 *   <lock-opener after="/mentorships/…/">…</lock-opener>
 *
 * Without this script it stays hidden.
 */
import { ask, watch } from "./asking.js"
import { attempt, goOn, input, part, tell } from "./parts.js"
import { tidy } from "./phrases.js"
import { codeFromFile, tidyCode } from "./sheets.js"
import { say } from "./texts.js"
import { canTouch, touch } from "./touch.js"

const EVERY = 3_000
const LIFE = 10 * 60_000

class LockOpener extends HTMLElement {
  /** @type {string[]} */
  #ids = []
  #turn = 0
  #isOpening = false
  #stop = () => {}

  connectedCallback() {
    this.#stop = watch(({ ways }) => {
      this.#ids = ways.filter(({ kind }) => kind === "passkey").map(({ credential }) => credential)
      for (const one of this.querySelectorAll("[data-way]")) {
        const kind = one.getAttribute("data-way")
        const isThere = ways.some((way) => way.kind === kind) && (kind !== "passkey" || canTouch())
        one.toggleAttribute("hidden", !isThere)
      }
    })
    part(this, "touch").onclick = () => this.#byTouch()
    part(this, "begin").onclick = () => this.#byDevice()
    this.addEventListener("submit", this)
  }

  disconnectedCallback() {
    this.#stop()
    this.#turn += 1
  }

  /** @param {Event} event a phrase, a code or a file */
  async handleEvent(event) {
    const form = /** @type {HTMLFormElement} */ (event.target)
    event.preventDefault()
    const field = input(form, "input.input")
    const kind = form.getAttribute("data-by") ?? "phrase"
    if (kind === "phrase") await this.#open({ by: "phrase", phrase: tidy(field.value) })
    if (kind === "sheet") await this.#open({ by: "sheet", code: tidyCode(field.value) })
    if (kind === "file") await this.#byFile(field.files?.[0])
  }

  /** @param {object} how @returns {Promise<boolean>} */
  async #open(how) {
    if (this.#isOpening) return false
    this.#isOpening = true
    const remember = !input(this, "[data-part=shared]").checked
    const state = await attempt(part(this, "told"), () => ask("open", { ...how, remember }))
    this.#isOpening = false
    // A browser that keeps nothing would have to be opened once more over there.
    if (state?.remembers && this.getAttribute("after")) goOn(this)
    return Boolean(state)
  }

  async #byTouch() {
    const touched = await attempt(part(this, "told"), () => touch(this.#ids))
    if (!touched) return
    await this.#open({ by: "passkey", ...touched })
    touched.prf.fill(0)
  }

  /** @param {File | undefined} file */
  async #byFile(file) {
    if (!file) return tell(part(this, "told"), say("ask.file"))
    await attempt(part(this, "told"), async () => {
      const code = codeFromFile(await file.text())
      await this.#open({ by: "file", code })
    })
  }

  /** Six words are shown here and typed on a device that is open, which hands the lock over by them. */
  async #byDevice() {
    const phrase = await attempt(part(this, "told"), () => ask("newPhrase"))
    if (!phrase) return
    const turn = (this.#turn += 1)
    const isOver = Date.now() + LIFE
    part(this, "device-words").textContent = phrase
    part(this, "device-waits").textContent = say("device.waits")
    while (turn === this.#turn && Date.now() < isOver) {
      await new Promise((done) => setTimeout(done, EVERY))
      const state = await ask("look").catch(() => null)
      const hasCome = state?.ways.some((/** @type {any} */ way) => way.kind === "device")
      if (hasCome && await this.#open({ by: "device", phrase })) return
    }
    if (turn !== this.#turn) return
    part(this, "device-words").textContent = ""
    part(this, "device-waits").textContent = say("device.over")
  }
}

customElements.define("lock-opener", LockOpener)
