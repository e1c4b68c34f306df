/**
 * Shows words of a room, once the lock is open. Made by {% sealed_words %}.
 *
 *   <sealed-words room="…" kinds="hopes" empty="…">
 *     <div slot="locked">bars, and since when</div>
 *     <p>These words need a script.</p>
 *   </sealed-words>
 *
 * Without this script the bars stand there with a sentence that says why.
 */
import { ask, codeOf, news, wake, watch } from "./asking.js"
import { doors, withNext } from "./doors.js"
import { button, made, ownRoot } from "./looks.js"
import { aloud, say, sayOf } from "./texts.js"
import { drawAwaited, drawNotice, drawWord } from "./words-drawn.js"

/** @typedef {import("./asking.js").State} State */

// As many as the page brings along.
const MOST_BARS = 3

class SealedWords extends HTMLElement {
  #root = ownRoot(this)
  #shown = ""
  #private = ""
  #reading = 0
  /** @type {import("./words-drawn.js").Word[]} what was open last, without its words */
  #last = []
  #stop = () => {}

  connectedCallback() {
    this.#draw(made("slot", { name: "locked" }))
    this.#stop = watch((state) => this.#show(state))
    news.addEventListener("written", this)
  }

  disconnectedCallback() {
    this.#stop()
    news.removeEventListener("written", this)
  }

  /** Something was written. @param {Event} event */
  handleEvent(event) {
    const { room } = /** @type {CustomEvent} */ (event).detail
    if (room === this.#room && this.#shown === "open") this.#read()
  }

  get #room() {
    const room = this.getAttribute("room") ?? ""
    return room === "private" ? this.#private : room
  }

  /** @param {State} state */
  #show(state) {
    if (this.#shown === state.lock) return
    this.#shown = state.lock
    this.#private = state.privateRoom
    this.#reading += 1
    if (state.lock === "open") return void this.#read()
    this.#draw(...this.#bars(), isFirst(this) ? door(state) : null)
    const since = this.querySelector("[data-since]")?.textContent
    if (state.lock === "locked" && since) aloud(since.replace(/\s+/g, " ").trim())
  }

  /** Bars for what was open on this page; else those that came with it. */
  #bars() {
    return this.#last.length
      ? this.#last.map((word) => drawWord(word, { others: [] }))
      : [made("slot", { name: "locked" })]
  }

  async #read() {
    const turn = (this.#reading += 1)
    try {
      const found = await ask("read", { room: this.#room, ...chosen(this) })
      if (turn === this.#reading) this.#drawFound(found)
    } catch (why) {
      if (turn !== this.#reading || codeOf(why) === "sealing.locked") return
      this.#draw(made("slot", { name: "locked" }), trouble(codeOf(why), () => this.#read()))
    }
  }

  /** @param {{words: any[], notices: any[], awaited: string[], readers: string[]}} found */
  #drawFound({ words, notices, awaited, readers }) {
    const others = readers.slice(0, -1)
    // To notes of one's own nobody else ever had a key: what is locked now is of a lock that was lost.
    const isLost = this.getAttribute("room") === "private"
    this.#last = words.slice(-MOST_BARS).map((word) => ({ ...word, state: "locked", text: "" }))
    this.#draw(
      ...notices.map(drawNotice),
      awaited.length ? drawAwaited(awaited) : null,
      ...words.map((word) => drawWord(word, { others, isLost })),
      words.length ? null : made("p", { class: "soft" }, this.getAttribute("empty") ?? ""))
    this.dataset.shown = "open"
  }

  /** @param {(Node | null)[]} inside */
  #draw(...inside) {
    const hadFocus = this.#root.activeElement !== null
    const drawn = made("div", { class: "stack", tabindex: "-1" }, ...inside)
    this.#root.replaceChildren(drawn)
    if (hadFocus) drawn.focus()
  }
}

/** What to do while nothing can be read. @param {State} state @returns {HTMLElement} */
export function door(state) {
  if (state.lock === "locked") return doors(state)
  if (state.lock === "unreachable") return trouble(state.trouble, wake)
  const leads = state.lock === "none" ? "page.set" : "page.lock"
  return made("div", { class: "stack" },
    made("p", {}, say(`lock.${state.lock}`)),
    made("div", { class: "row" }, made("a", { class: "button button--solid", href: withNext(leads) }, say(`lock.${state.lock}.do`))))
}

/** Only the first in a card asks to open the lock. @param {HTMLElement} element */
export function isFirst(element) {
  const around = element.closest("section") ?? document.body
  return around.querySelector("sealed-words, sealed-field, sealed-conversation") === element
}

/** @param {string} code @param {() => void} again */
export function trouble(code, again) {
  return made("div", { class: "stack" },
    made("p", { class: "note", role: "alert" }, sayOf(code)),
    made("div", { class: "row" }, button(say("again"), again)))
}

/** @param {HTMLElement} element */
function chosen(element) {
  const list = (/** @type {string} */ name) => element.getAttribute(name)?.split(" ").filter(Boolean)
  const [kinds, mids] = [list("kinds"), list("mids")]
  return { ...(kinds?.length ? { kinds } : {}), ...(mids?.length ? { mids } : {}) }
}

customElements.define("sealed-words", SealedWords)
