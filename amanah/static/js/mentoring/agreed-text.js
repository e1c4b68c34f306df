/**
 * Makes the exact text of the agreement that this page shows, and signs it by its hash.
 *
 *   <agreed-text mentorship="…" version="1" fixed="1" hash="…">
 *     <p data-when="locked">…</p> <form data-when="ready">…<input name="hash">…</form>
 *   </agreed-text>
 *
 * What is shown is read from the page: `data-agreed` (a choice), `data-member`, and `data-words`
 * (sealed words, which have to be open). `hash` is what was signed before, or what the server made
 * of an agreement without words; where it is another, nothing is signed and the page says so.
 * Without this script an agreement without words is signed by the server's hash.
 */
import { ask, codeOf, news, watch } from "../sealing/asking.js"
import { made, ownRoot } from "../sealing/looks.js"
import { input, part, show } from "../sealing/parts.js"
import { exactText, hashOf } from "./exact.js"

class AgreedText extends HTMLElement {
  /** @type {ShadowRoot | null} */
  #root = null
  #turn = 0
  #stop = () => {}

  connectedCallback() {
    if (!this.#mids().length) return void this.#settle({})
    this.#stop = watch(({ lock }) => void (lock === "open" ? this.#read() : this.#is("locked")))
    news.addEventListener("written", this)
  }

  disconnectedCallback() {
    this.#stop()
    news.removeEventListener("written", this)
  }

  /** Something was written in the room. */
  handleEvent() {
    this.#read()
  }

  #mids() {
    return marked("words").map(({ value }) => value)
  }

  /** @param {string} now */
  #is(now) {
    this.#turn += 1
    this.dataset.now = now
    if (now === "locked") this.#root?.replaceChildren()
    show(this, now)
  }

  async #read() {
    const turn = (this.#turn += 1)
    try {
      const mids = this.#mids()
      const { words } = await ask("read", { room: this.getAttribute("room"), mids })
      const open = new Map(words.filter(isWhole).map((/** @type {any} */ word) => [word.mid, word.text]))
      if (turn !== this.#turn) return
      if (!mids.every((mid) => open.has(mid))) return this.#is("missing")
      await this.#settle(Object.fromEntries(marked("words").map(({ name, value }) => [name, open.get(value)])))
    } catch (why) {
      if (turn === this.#turn) this.#is(codeOf(why) === "sealing.locked" ? "locked" : "missing")
    }
  }

  /** Where no script of the page reads it: there may be words in it. @param {string} text */
  #draw(text) {
    this.#root ??= ownRoot(part(this, "text"))
    this.#root.replaceChildren(made("p", { class: "text" }, text))
  }

  /** @param {Record<string, string>} words */
  async #settle(words) {
    const text = exactText({
      mentorship: this.getAttribute("mentorship") ?? "",
      version: this.getAttribute("version") ?? "",
      fixed: this.getAttribute("fixed") ?? "",
      members: named("member"),
      choices: named("agreed"),
      words,
    })
    const hash = await hashOf(text)
    this.#draw(text)
    part(this, "hash").textContent = hash
    const field = this.querySelector("[name=hash]") && input(this, "[name=hash]")
    if (field) field.value = hash
    const known = this.getAttribute("hash")
    this.#is(!known || known === hash ? "ready" : "unequal")
  }
}

/** @param {any} word opened, and as it was when it was written */
function isWhole({ state, editedAt }) {
  return state === "open" && !editedAt
}

/** What the page shows of one kind. @param {string} kind */
function marked(kind) {
  return [...document.querySelectorAll(`[data-${kind}]`)].map((one) => ({
    name: one.getAttribute(`data-${kind}`) ?? "",
    value: one.getAttribute("data-value") ?? "",
  }))
}

/** @param {string} kind @returns {Record<string, string>} */
function named(kind) {
  return Object.fromEntries(marked(kind).map(({ name, value }) => [name, value]))
}

customElements.define("agreed-text", AgreedText)
