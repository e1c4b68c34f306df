/**
 * A field whose words are sealed before they leave the page. Made by {% sealed_field %}.
 *
 *   <sealed-field room="…" kind="hopes" label="What you hope for" person="…" once>
 *     <p>This field needs a script.</p>
 *   </sealed-field>
 *
 * With `once`, what one wrote before is changed rather than added to; with `anew`, one begins with it,
 * and what is sent are words of their own; with `many`, each time they are new. What is typed has no name, is
 * in a root of its own, and leaves it only sealed. Without this script a sentence says why.
 */
import { wouldArrive } from "../shell/session.js"
import { ask, codeOf, news, peopleOf, watch } from "./asking.js"
import { hooks } from "./hooks.js"
import { drawClosed, drawField, drawNewcomers, drawTrouble, good, note, tell } from "./field-drawn.js"
import { made, ownRoot } from "./looks.js"
import { door, isFirst } from "./sealed-words.js"
import { addressOf, listed, say } from "./texts.js"

/** @typedef {import("./asking.js").State} State */

class SealedField extends HTMLElement {
  #root = ownRoot(this)
  #shown = ""
  #private = ""
  /** @type {import("./field-drawn.js").Drawn | null} */
  #drawn = null
  #mid = "" // of my words that are changed
  #saved = "" // what is kept, as a draft or as sent
  #turn = 0
  /** @type {string[]} who has no lock yet, so that nothing can be sealed to them */
  #awaited = []
  #stop = () => {}

  connectedCallback() {
    this.#stop = watch((state) => this.#show(state))
    addEventListener("beforeunload", this)
    news.addEventListener("awaited", this)
  }

  disconnectedCallback() {
    this.#stop()
    removeEventListener("beforeunload", this)
    news.removeEventListener("awaited", this)
  }

  /** Words that are unseen would go with the page, and nobody would notice. @param {Event} leaving */
  handleEvent(leaving) {
    if (leaving.type === "awaited") return this.#hear(/** @type {CustomEvent} */ (leaving).detail)
    if (this.#shown !== "open" && this.#isUnsaved) leaving.preventDefault()
  }

  /** Whoever was awaited has set a lock: the letter that waited can go. @param {{room: string, names: string[]}} about */
  async #hear({ room, names }) {
    const before = this.#awaited
    if (room !== this.#room || this.#shown !== "open" || !before.length || names.length) return
    this.#awaited = []
    await this.#keep()
    await this.#open()
    if (this.#drawn?.area.value) tell(this.#drawn, note("letter.ready", { names: listed(before) }))
  }

  get #isUnsaved() {
    return this.#drawn !== null && this.#drawn.area.value !== this.#saved
  }

  get #isOwn() {
    return this.getAttribute("room") === "private"
  }

  get #room() {
    return this.#isOwn ? this.#private : this.getAttribute("room") ?? ""
  }

  get #where() {
    const kind = this.getAttribute("kind") ?? ""
    return { room: this.#room, slot: this.getAttribute("drafts") ?? kind }
  }

  /** @param {State} state */
  #show(state) {
    if (this.#shown === state.lock) return
    this.#shown = state.lock
    this.#private = state.privateRoom
    if (state.lock === "open") return void this.#open()
    // What was typed stays, unseen, until the lock is open again.
    const shut = isFirst(this) ? door(state) : made("p", { class: "soft" }, say("field.locked"))
    this.#root.replaceChildren(shut, ...(this.#isUnsaved ? [good("field.unseen")] : []))
  }

  async #open() {
    const typed = this.#isUnsaved ? this.#drawn?.area.value : undefined
    try {
      // Of many, what was written before is not asked for.
      const which = this.hasAttribute("many") ? { newest: 1 } : { kinds: [this.getAttribute("kind")] }
      const found = await ask("read", { room: this.#room, ...which })
      const draft = await ask("draft", this.#where)
      if (this.#shown === "open") this.#draw(found, draft, typed)
    } catch (why) {
      if (codeOf(why) === "sealing.locked") return
      this.#root.replaceChildren(drawTrouble(codeOf(why), { names: [], isKept: false }))
    }
  }

  /**
   * @param {{isOpen: boolean, words: any[], awaited: string[], readers: string[]}} found
   * @param {string} begun the draft that is kept
   * @param {string} [typed] what was typed before the lock was closed, and is kept nowhere yet
   */
  #draw({ isOpen, words, awaited, readers }, begun, typed) {
    if (!isOpen) return this.#root.replaceChildren(...drawClosed(typed ?? begun))
    const mine = words.filter((word) => word.mine && word.state === "open").at(-1)
    const before = this.hasAttribute("once") || this.hasAttribute("anew") ? mine : undefined
    this.#mid = (this.hasAttribute("once") && before?.mid) || ""
    this.#awaited = this.hasAttribute("many") ? awaited : []
    const drawn = drawField(
      { label: this.getAttribute("label") ?? "", help: this.getAttribute("help") ?? "", does: this.#does, readers: awaited.length ? readers.slice(-1) : readers },
      { send: () => (this.#awaited.length ? this.#keepLetter() : this.#send()), open: () => this.#unfold() })
    this.#drawn = drawn
    if (this.hasAttribute("many")) this.#standBeside(drawn)
    this.#saved = begun || (before?.text ?? "")
    drawn.area.value = typed ?? this.#saved
    drawn.area.addEventListener("blur", ({ relatedTarget }) => relatedTarget === drawn.send || this.#keep())
    // By keyboard one comes past the button, and may leave from there.
    drawn.send.addEventListener("blur", ({ relatedTarget }) => relatedTarget === drawn.area || this.#keep())
    if (before && !begun && typed === undefined) this.#fold()
    this.#root.replaceChildren(drawn.whole)
    if (typed !== undefined) this.#keep()
    else if (begun) tell(drawn, good("draft.there"))
  }

  /** What the button does. */
  get #does() {
    if (this.#awaited.length) return "letter.keep"
    return this.#isOwn ? "keep" : "send"
  }

  /** @param {import("./field-drawn.js").Drawn} drawn */
  #standBeside({ row, area, told }) {
    const about = { room: this.#room, kind: this.#where.slot, area, tell: (/** @type {Node[]} */ ...what) => told.replaceChildren(...what) }
    row.append(...hooks.beside.map((draw) => draw(about)).filter((one) => one !== null))
  }

  /** A first letter waits, sealed to oneself, until everybody has a lock. */
  async #keepLetter() {
    const drawn = this.#drawn
    if (!drawn) return
    if (!drawn.area.value.trim()) return tell(drawn, good("sealing.empty"))
    await this.#keep()
    if (drawn.area.value === this.#saved) tell(drawn, note("letter.kept", { names: listed(this.#awaited) }))
  }

  #fold() {
    this.#drawn?.form.toggleAttribute("hidden", true)
    this.#drawn?.opener.toggleAttribute("hidden", false)
  }

  #unfold() {
    this.#drawn?.form.toggleAttribute("hidden", false)
    this.#drawn?.opener.toggleAttribute("hidden", true)
    this.#drawn?.area.focus()
  }

  /** Keep what was typed so far, sealed to oneself. @returns {Promise<boolean>} */
  async #keep() {
    const drawn = this.#drawn
    if (!drawn || this.#shown !== "open" || drawn.send.disabled) return false
    const text = drawn.area.value
    if (text === this.#saved) return Boolean(text)
    const turn = this.#turn
    try {
      await ask("saveDraft", { ...this.#where, text })
      this.#saved = text
      if (text && turn === this.#turn) tell(drawn, good("draft.kept"))
      return Boolean(text)
    } catch {
      // What is told of sending matters more.
      if (turn === this.#turn) tell(drawn, good("draft.not-kept"))
      return false
    }
  }

  async #send() {
    const drawn = this.#drawn
    if (!drawn || drawn.send.disabled) return
    drawn.send.disabled = true
    this.#turn += 1
    try {
      const { state } = await wouldArrive(addressOf("session"), this.getAttribute("person") ?? "")
      const isLeft = state === "unreachable" && hooks.mayWait(this.#room)
      if (state !== "ready" && !isLeft) throw { code: `sealing.${state}` }
      const kind = this.getAttribute("kind") ?? ""
      const text = drawn.area.value
      const sent = await hooks.send({ room: this.#room, kind, ref: this.#mid, text })
      await this.#sent(sent, text)
    } catch (why) {
      drawn.send.disabled = false
      await this.#tellTrouble(codeOf(why), peopleOf(why))
    }
  }

  /** @param {{mid: string, waits?: boolean}} sent @param {string} text */
  async #sent({ mid, waits = false }, text) {
    const drawn = /** @type {import("./field-drawn.js").Drawn} */ (this.#drawn)
    await ask("saveDraft", { ...this.#where, text: "" }).catch(() => {})
    drawn.send.disabled = false
    if (this.hasAttribute("once")) {
      this.#mid ||= mid
      this.#fold()
    } else if (this.hasAttribute("anew")) {
      this.#fold()
    } else if (drawn.area.value === text) drawn.area.value = ""
    // What was typed meanwhile is for the next, and kept nowhere yet.
    const isLasting = this.hasAttribute("once") || this.hasAttribute("anew")
    this.#saved = isLasting ? drawn.area.value : ""
    if (waits) return tell(drawn, good("waiting.laid"))
    tell(drawn, good(this.#isOwn ? "kept" : "sent"))
    news.dispatchEvent(new CustomEvent("written", { detail: { room: this.#room } }))
  }

  /** @param {string} code @param {string[]} names */
  async #tellTrouble(code, names) {
    const drawn = this.#drawn
    if (!drawn || code === "sealing.locked") return
    if (code === "sealing.new-member") {
      // Kept first: what is told of that must not take the place of the question.
      await this.#keep()
      return tell(drawn, drawNewcomers(names, { yes: () => this.#letIn(), no: () => this.#leave() }))
    }
    if (code === "sealing.empty") return tell(drawn, good(this.#isOwn ? "kept.nothing" : "sealing.empty"))
    const isKept = !["sealing.unreachable", "sealing.signed-out", "sealing.somebody-else", "sealing.room-closed"].includes(code)
      && await this.#keep()
    tell(drawn, drawTrouble(code, { names, isKept }))
  }

  async #letIn() {
    try {
      await ask("letIn", { room: this.#room })
    } catch (why) {
      return await this.#tellTrouble(codeOf(why), peopleOf(why))
    }
    await this.#send()
  }

  /** Nobody is let in, nothing is sent, and what was typed stays. */
  #leave() {
    const drawn = this.#drawn
    if (!drawn) return
    tell(drawn, good(this.#isUnsaved ? "kept.here" : "kept.draft"))
    drawn.area.focus()
  }
}

customElements.define("sealed-field", SealedField)
