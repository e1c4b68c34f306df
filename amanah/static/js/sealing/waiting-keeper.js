/**
 * Asks what becomes of words that wait, before this browser forgets everything.
 *
 *   <waiting-keeper><section data-part="asked" hidden>…</section></waiting-keeper>
 *
 * Without this script nothing waits.
 */
import { ask, watch } from "./asking.js"
import { part } from "./parts.js"
import { count } from "./shelf.js"
import { say } from "./texts.js"

export class WaitingKeeper extends HTMLElement {
  /** @type {() => Promise<unknown>} */
  #act = async () => {}
  #stop = () => {}
  #person = ""
  #isOpen = false

  connectedCallback() {
    part(this, "keep").onclick = () => this.#keep()
    part(this, "drop").onclick = () => this.#go()
    part(this, "not-now").onclick = () => this.#show(false)
    this.#stop = watch(({ lock, person }) => {
      this.#person = person
      this.#isOpen = lock === "open"
      part(this, "keep").hidden = !this.#isOpen
      if (new URLSearchParams(location.search).has("leaving") && person) this.#leave()
    })
  }

  disconnectedCallback() {
    this.#stop()
  }

  /** Do something that empties this browser, once it is known what becomes of what waits. @param {() => Promise<unknown>} act */
  async askBefore(act) {
    if (!(await this.#waits())) return await act()
    this.#act = act
    part(this, "why").textContent = say("waiting.ask")
    this.#show(true)
  }

  /** Somebody was signing out, and was led here. */
  async #leave() {
    if (!(await this.#waits())) return
    this.#act = async () => {
      const around = document.querySelector("empties-browser")
      around?.setAttribute("asked", "")
      around?.querySelector("form")?.requestSubmit()
    }
    part(this, "why").textContent = say("waiting.leave")
    this.#show(true)
  }

  async #waits() {
    if (this.#isOpen) {
      const found = await ask("waiting").catch(() => null)
      if (found) return found.words.length > 0
    }
    return (await count(this.#person).catch(() => 0)) > 0
  }

  async #keep() {
    try {
      await ask("stow")
    } catch {
      part(this, "trouble").textContent = say("waiting.not-kept")
      return
    }
    await this.#go()
  }

  async #go() {
    this.#show(false)
    await this.#act()
  }

  /** @param {boolean} isAsked */
  #show(isAsked) {
    part(this, "trouble").textContent = ""
    const asked = part(this, "asked")
    asked.hidden = !isAsked
    if (isAsked) asked.focus()
  }
}

customElements.define("waiting-keeper", WaitingKeeper)
