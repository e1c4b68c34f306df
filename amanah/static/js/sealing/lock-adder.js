/**
 * Adds a way into one's lock: on paper, in a file, by a touch or by six words. Opens it on another device.
 *
 *   <lock-adder after="" way="" passkeys="/account/passkeys/for-lock/">… <fresh-proof>…</fresh-proof></lock-adder>
 *
 * Without this script the page says that a lock needs one.
 */
import { ask, watch } from "./asking.js"
import { newPasskey } from "./lock-setter.js"
import { attempt, input, part, show, tell } from "./parts.js"
import { askPhrase, form } from "./phrase-asked.js"
import { tidy } from "./phrases.js"
import { saveFile } from "./saved-file.js"
import { tidyCode } from "./sheets.js"
import { square } from "./squares.js"
import { say, sayOf } from "./texts.js"
import { canTouch } from "./touch.js"

/**
 * @typedef {import("./asking.js").State} State
 * @typedef {import("./fresh-proof.js").FreshProof} FreshProof
 */

class LockAdder extends HTMLElement {
  #shown = ""
  /** @type {State["ways"]} */
  #ways = []
  #stop = () => {}

  connectedCallback() {
    this.#stop = watch((state) => this.#show(state))
    part(this, "by-touch").hidden = !canTouch()
    form(this, "choose").onsubmit = (event) => {
      event.preventDefault()
      this.#begin(input(this, "[name=way]:checked").value)
    }
    part(this, "to-device").onclick = () => show(this, "device")
    form(this, "device").onsubmit = (event) => {
      event.preventDefault()
      this.#addDevice(tidy(input(this, "#device-words").value))
    }
  }

  disconnectedCallback() {
    this.#stop()
  }

  /** @param {State} state */
  #show(state) {
    this.#ways = state.ways
    if (this.#shown === state.lock) return
    this.#shown = state.lock
    const told = part(this, "told")
    if (state.lock === "unreachable") return tell(told, sayOf(state.trouble))
    tell(told, "")
    if (state.lock !== "open") return show(this, state.lock)
    const wanted = this.getAttribute("way")
    show(this, wanted === "device" ? "device" : "choose")
    const choice = this.querySelector(`[name=way][value="${CSS.escape(wanted ?? "")}"]`)
    if (choice instanceof HTMLInputElement) choice.checked = true
  }

  /** @param {string} kind */
  async #begin(kind) {
    await attempt(part(this, "told"), async () => {
      if (kind === "phrase") return await askPhrase(this, (phrase) => this.#addPhrase(phrase))
      if (kind === "sheet") return this.#sheet(await ask("newCode"))
      if (kind === "file") return await this.#add({ kind: "file", code: await ask("newCode") })
      const { prf, credential, label } = await newPasskey(this)
      await this.#add({ kind: "passkey", prf, credential, label })
      prf.fill(0)
    })
  }

  /** @param {string} phrase shown on the other device */
  async #addDevice(phrase) {
    await attempt(part(this, "told"), async () => {
      await ask("checkWords", { phrase })
      await this.#add({ kind: "device", phrase })
    })
  }

  /** The old phrase opens nothing from then on. @param {string} phrase */
  async #addPhrase(phrase) {
    const before = this.#ways.find(({ kind }) => kind === "phrase")
    await this.#add({ kind: "phrase", phrase }, before?.id)
  }

  /** @param {string} code */
  #sheet(code) {
    const groups = code.split(/[\s-]+/)
    part(this, "code").textContent = code
    part(this, "square").replaceChildren(square(code))
    part(this, "print").onclick = () => window.print()
    form(this, "sheet").onsubmit = (event) => {
      event.preventDefault()
      const isIt = tidyCode(input(this, "#last-group").value) === tidyCode(groups.at(-1) ?? "")
      tell(part(this, "told"), isIt ? "" : say("ask.other-code"))
      if (isIt) this.#add({ kind: "sheet", code })
    }
    show(this, "sheet")
  }

  /**
   * @param {{kind: string, code?: string, phrase?: string, prf?: Uint8Array, credential?: string, label?: string}} way
   * @param {string} [replaces]
   */
  async #add(way, replaces = "") {
    const proof = /** @type {FreshProof} */ (this.querySelector("fresh-proof"))
    const fresh = await proof.ask()
    if (!fresh) return
    const before = new Set(this.#ways.map(({ id }) => id))
    const state = await attempt(part(this, "told"), () => ask("addWay", { fresh, way, replaces }))
    fresh.prf?.fill(0)
    if (!state) return
    const made = state.ways.find((/** @type {any} */ one) => !before.has(one.id))
    if (way.kind === "file" && made) await this.#save(made.id, way.code ?? "")
    const lasts = way.kind !== "device"
    if (!lasts) part(this, "added").textContent = say("device.done")
    tell(part(this, "said"), say(lasts ? "way.added" : "device.sent"), "note note--good")
    show(this, "done")
    this.querySelector("#done-title")?.scrollIntoView()
  }

  /** @param {string} id @param {string} code */
  async #save(id, code) {
    part(this, "file").hidden = false
    await attempt(part(this, "told"), () => saveFile(id, code))
  }
}

customElements.define("lock-adder", LockAdder)
