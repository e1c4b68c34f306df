/**
 * Sets one's lock: by a touch, or by six words of which two are asked back.
 *
 *   <lock-setter after="/mentorships/…/" passkeys="/account/passkeys/for-lock/">…</lock-setter>
 *
 * With `is-new`, another lock takes the place of one to which every way is lost. Without this
 * script the page says why nothing can be set.
 */
import { ask, watch } from "./asking.js"
import { attempt, goOn, input, part, show, tell } from "./parts.js"
import { askPhrase, form } from "./phrase-asked.js"
import { addressOf, sayOf } from "./texts.js"
import { canTouch, makePasskey, touch } from "./touch.js"

/** @typedef {import("./asking.js").State} State */

class LockSetter extends HTMLElement {
  #begun = false
  /** @type {State["passkeys"]} */
  #passkeys = []
  #stop = () => {}

  connectedCallback() {
    this.#stop = watch((state) => this.#begin(state))
    form(this, "choose").onsubmit = (event) => {
      event.preventDefault()
      this.#choose()
    }
  }

  disconnectedCallback() {
    this.#stop()
  }

  get #isNew() {
    return this.hasAttribute("is-new")
  }

  /** @param {State} state */
  #begin(state) {
    if (this.#begun) return
    if (state.lock === "unreachable") return void tell(part(this, "told"), sayOf(state.trouble))
    this.#begun = true
    tell(part(this, "told"), "")
    this.#passkeys = state.passkeys
    if (!this.#isNew && state.lock !== "none") return show(this, "has")
    if (this.#isNew && state.lock === "none") return show(this, "none")
    if (this.#isNew && state.waitingUntil) return show(this, "asked")
    part(this, "by-touch").hidden = !canTouch()
    part(this, "no-touch").hidden = canTouch()
    if (canTouch()) input(this, "[value=passkey]").checked = true
    if (!this.#isNew) return show(this, "choose")
    part(this, "go-on").onclick = () => show(this, "choose")
    show(this, "lost")
  }

  async #choose() {
    if (!input(this, "[value=passkey]").checked) {
      return void attempt(part(this, "told"), () => askPhrase(this, (phrase) => this.#set({ kind: "phrase", phrase })))
    }
    const touched = await attempt(part(this, "told"), () => this.#touch())
    if (!touched) return
    await this.#set({ kind: "passkey", ...touched })
    touched.prf.fill(0)
  }

  /** With a passkey that is there already; else with a new one. */
  async #touch() {
    const here = this.#passkeys.map(({ id }) => id)
    try {
      if (here.length) return { ...(await touch(here)), label: "" }
    } catch (why) {
      // It may be on another device; the next touch is asked of this one.
      this.#passkeys = []
      throw why
    }
    return await newPasskey(this)
  }

  /** @param {object} way */
  async #set(way) {
    const told = part(this, "told")
    const remember = !this.querySelector("[data-part=shared]:checked")
    for (const button of this.querySelectorAll("button")) button.disabled = true
    const state = await attempt(told, () => ask(this.#isNew ? "replace" : "make", { ways: [way], remember }))
    for (const button of this.querySelectorAll("button")) button.disabled = false
    if (!state) return
    if (this.#isNew) show(this, "asked")
    else goOn(this, addressOf("page.lock"))
  }
}

/** Make a passkey, which signs in and opens. @param {HTMLElement} element */
export async function newPasskey(element) {
  return await makePasskey(element.getAttribute("passkeys") ?? "")
}

customElements.define("lock-setter", LockSetter)
