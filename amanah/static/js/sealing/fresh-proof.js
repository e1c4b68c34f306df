/**
 * Asks for a fresh touch or phrase before something that matters.
 *
 *   const fresh = await proof.ask()
 *   <fresh-proof><dialog>…</dialog></fresh-proof>
 *
 * What it gives is used at once and kept nowhere.
 */
import { codeOf, watch } from "./asking.js"
import { input, part } from "./parts.js"
import { tidy } from "./phrases.js"
import { tidyCode } from "./sheets.js"
import { sayOf } from "./texts.js"
import { canTouch, touch } from "./touch.js"

/** @typedef {{by: string, phrase?: string, code?: string, prf?: Uint8Array, credential?: string}} Fresh */

export class FreshProof extends HTMLElement {
  /** @type {string[]} */
  #ids = []
  /** @type {(fresh: Fresh | null) => void} */
  #answer = () => {}
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
    const touched = part(this, "touch") // not there where a touch would not do
    if (touched) touched.onclick = () => this.#touch()
    part(this, "leave").onclick = () => this.#give(null)
    this.#dialog.oncancel = () => this.#give(null)
    this.#typed("phrase", (phrase) => ({ by: "phrase", phrase: tidy(phrase) }))
    for (const kind of ["sheet", "file"]) {
      this.#typed(kind, (code) => ({ by: kind, code: tidyCode(code) }))
    }
  }

  disconnectedCallback() {
    this.#stop()
  }

  /** @returns {Promise<Fresh | null>} nothing where it was left as it is */
  ask() {
    this.#dialog.showModal()
    return new Promise((done) => {
      this.#answer = done
    })
  }

  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.querySelector("dialog"))
  }

  /** @param {Fresh | null} fresh */
  #give(fresh) {
    this.#dialog.close()
    for (const field of this.querySelectorAll("input")) field.value = ""
    part(this, "refused").hidden = true
    this.#answer(fresh)
  }

  /**
   * @param {string} kind
   * @param {(typed: string) => Fresh} fresh
   */
  #typed(kind, fresh) {
    const form = this.querySelector(`form[data-way="${kind}"]`)
    if (!(form instanceof HTMLFormElement)) return
    form.onsubmit = (event) => {
      event.preventDefault()
      this.#give(fresh(input(form, "input").value))
    }
  }

  async #touch() {
    try {
      this.#give({ by: "passkey", ...(await touch(this.#ids)) })
    } catch (why) {
      part(this, "refused").replaceChildren(sayOf(codeOf(why)))
      part(this, "refused").hidden = false
    }
  }
}

customElements.define("fresh-proof", FreshProof)
