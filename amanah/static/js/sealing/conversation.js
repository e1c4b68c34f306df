/**
 * A conversation, once the lock is open; or one's own words by day. Made by {% sealed_conversation %}.
 *
 *   <sealed-conversation room="…" kind="message" empty="…">
 *     <div slot="locked">bars, and since when</div>
 *     <p>These words need a script.</p>
 *   </sealed-conversation>
 *
 * The newest words are opened first, older ones when they are asked for. New ones appear while the
 * page is seen. Whether anybody reads is told to nobody.
 */
import { ask, codeOf, news, watch } from "./asking.js"
import { beat } from "./beat.js"
import { change, takeBack } from "./conversation-changes.js"
import { Shown, drawn } from "./conversation-drawn.js"
import { RULES } from "./conversation-looks.js"
import { drawSearch } from "./conversation-search.js"
import { button, made, ownRoot } from "./looks.js"
import { door, isFirst, trouble } from "./sealed-words.js"
import { say } from "./texts.js"
import { drawAwaited, drawNotice, drawWord } from "./words-drawn.js"

/**
 * @typedef {import("./asking.js").State} State
 * @typedef {import("./words-drawn.js").Word} Word
 * @typedef {{isOpen: boolean, awaited: string[], readers: string[], notices: any[], words: Word[], hasOlder: boolean, place: number}} Found
 */

// As many more at each time.
const SOME = 30
const MOST_BARS = 3

class SealedConversation extends HTMLElement {
  #root = ownRoot(this, RULES)
  #state = ""
  #private = ""
  #turn = 0
  #count = SOME
  #mark = ""
  #shown = new Shown()
  /** @type {Found | null} */
  #found = null
  #newFrom = ""
  #isNewAsked = false
  /** @type {ReturnType<typeof parts> | null} */
  #parts = null
  #stop = () => {}
  #beat = beat(() => this.#look())
  #sight = new IntersectionObserver((seen) => this.#seen(seen))

  connectedCallback() {
    this.#root.replaceChildren(made("slot", { name: "locked" }))
    this.#stop = watch((state) => this.#show(state))
    news.addEventListener("written", this)
    document.addEventListener("visibilitychange", this)
  }

  disconnectedCallback() {
    this.#stop()
    this.#beat.stop()
    news.removeEventListener("written", this)
    document.removeEventListener("visibilitychange", this)
  }

  /** Something was written here, or the page is seen again. @param {Event} event */
  handleEvent(event) {
    if (event.type === "visibilitychange") return this.#beat.turned()
    const { room } = /** @type {CustomEvent} */ (event).detail
    if (room === this.#where.room && this.#state === "open") this.#read()
  }

  get #isOwn() {
    return this.getAttribute("room") === "private"
  }

  get #where() {
    const room = this.#isOwn ? this.#private : (this.getAttribute("room") ?? "")
    return { room, kind: this.getAttribute("kind") ?? "" }
  }

  /** @param {State} state */
  #show(state) {
    if (this.#state === state.lock) return
    this.#state = state.lock
    this.#private = state.privateRoom
    this.#turn += 1
    if (state.lock === "open") return void this.#begin()
    this.#beat.stop()
    this.#sight.disconnect()
    delete this.dataset.shown
    // Nothing that was open stays in the page.
    this.#shown = new Shown()
    this.#parts = null
    this.#root.replaceChildren(this.#closed(state))
  }

  /** @param {State} state */
  #closed(state) {
    const bars = (this.#found?.words ?? []).slice(-MOST_BARS)
      .map((word) => drawWord({ ...word, state: "locked", text: "" }, { others: [] }))
    this.#found = null
    return made("div", { class: "stack" },
      ...(bars.length ? bars : [made("slot", { name: "locked" })]),
      isFirst(this) ? door(state) : null)
  }

  async #begin() {
    this.#count = SOME
    // Asked before, so that what comes in between is noticed.
    if (!this.#isOwn) this.#mark = (await ask("mark", this.#where).catch(() => ({ mark: "" }))).mark
    await this.#read()
    if (!this.#isOwn && this.#state === "open") this.#beat.start()
  }

  /** Whether something changed; if so, it is shown. @returns {Promise<boolean>} */
  async #look() {
    const { mark } = await ask("mark", this.#where)
    if (mark === this.#mark || this.#state !== "open") return false
    this.#mark = mark
    const last = this.#found?.words.at(-1)?.n ?? 0
    await this.#read()
    this.#aloud(last)
    return true
  }

  /** @param {{again?: boolean}} [how] */
  async #read({ again = false } = {}) {
    const turn = (this.#turn += 1)
    try {
      const found = await ask("talk", { ...this.#where, count: this.#count, again })
      if (turn === this.#turn) this.#draw(found)
    } catch (why) {
      if (turn !== this.#turn || codeOf(why) === "sealing.locked") return
      this.#parts?.told.replaceChildren(trouble(codeOf(why), () => this.#read()))
      if (!this.#parts) this.#root.replaceChildren(made("slot", { name: "locked" }), trouble(codeOf(why), () => this.#read()))
    }
  }

  /** @param {Found} found */
  #draw(found) {
    const isFirstTime = this.#parts === null
    this.#found = found
    this.#noteNew(found)
    const drawnParts = (this.#parts ??= this.#built())
    const { told, older, list, empty, said } = drawnParts
    // It was said; what was changed or taken back since must not stand there.
    said.replaceChildren()
    told.replaceChildren(...found.notices.map(drawNotice), ...(found.awaited.length ? [drawAwaited(found.awaited)] : []))
    older.hidden = !found.hasOlder
    empty.hidden = found.words.length > 0
    this.#shown.draw(list, found.words, this.#about)
    this.#watchLast(list)
    this.dataset.shown = "open"
    news.dispatchEvent(new CustomEvent("awaited", { detail: { room: this.#where.room, names: found.awaited, readers: found.readers } }))
    if (isFirstTime && this.#newFrom) this.#shown.article(this.#newFrom)?.scrollIntoView({ block: "center" })
  }

  /** Where what is new to the reader begins stays for as long as the page does. @param {Found} found */
  #noteNew({ words, place }) {
    if (this.#isNewAsked) return
    this.#isNewAsked = true
    this.#newFrom = place ? (words.find(({ n, mine }) => n > place && !mine)?.mid ?? "") : ""
  }

  get #about() {
    const found = /** @type {Found} */ (this.#found)
    return {
      room: this.#where.room, others: found.readers.slice(0, -1), isLost: this.#isOwn,
      mayChange: found.isOpen && !this.hasAttribute("closed"), newFrom: this.#newFrom,
      change: (/** @type {Word} */ word, /** @type {HTMLElement} */ article) => this.#open(change, word, article),
      takeBack: (/** @type {Word} */ word, /** @type {HTMLElement} */ article) => this.#open(takeBack, word, article),
    }
  }

  #built() {
    const drawOne = (/** @type {Word} */ word) => drawn(word, { ...this.#about, mayChange: false })
    const search = drawSearch({
      where: () => this.#where,
      draw: (word) => made("div", { class: "list" }, drawOne(word)),
      opened: (isOpen) => this.#parts?.whole.toggleAttribute("hidden", isOpen),
    })
    const made_ = parts(this.getAttribute("empty") ?? "", () => this.#more())
    this.#root.replaceChildren(made("div", { class: "stack" }, search, made_.whole, made_.said))
    return made_
  }

  async #more() {
    const first = this.#found?.words[0]?.mid ?? ""
    this.#count += SOME
    await this.#read({ again: true })
    // The reader stays where they were, one word further up.
    this.#shown.article(first)?.focus({ preventScroll: true })
  }

  /**
   * @param {typeof change} act
   * @param {Word} word
   * @param {HTMLElement} article
   */
  #open(act, word, article) {
    if (this.#shown.held && this.#shown.held !== word.mid) this.#release(this.#shown.held)
    this.#shown.held = word.mid
    act(word, article, {
      room: this.#where.room, isOwn: this.#isOwn,
      done: () => void this.#read().then(() => this.#release(word.mid)),
      cancel: () => this.#release(word.mid),
    })
  }

  /** Show words as they stand again. @param {string} mid */
  #release(mid) {
    this.#shown.release(mid)
    if (this.#found && this.#parts) this.#shown.draw(this.#parts.list, this.#found.words, this.#about)
    this.#shown.article(mid)?.focus({ preventScroll: true })
  }

  /** Say new words to those who hear the page. @param {number} last */
  #aloud(last) {
    const said = this.#parts?.said
    if (!said) return
    for (const { n, mine, state, byName, text } of this.#found?.words ?? []) {
      if (n > last && !mine && state === "open") said.append(made("p", {}, say("talk.from", { name: byName }), " ", text))
    }
  }

  /** @param {HTMLElement} list */
  #watchLast(list) {
    this.#sight.disconnect()
    if (!this.#isOwn && list.lastElementChild) this.#sight.observe(list.lastElementChild)
  }

  /** The newest words were on the screen: how far one has read is kept, on this device alone. @param {IntersectionObserverEntry[]} entries */
  #seen(entries) {
    const last = this.#found?.words.at(-1)
    if (!last || this.#state !== "open" || !entries.some(({ isIntersecting }) => isIntersecting)) return
    ask("keepPlace", { room: this.#where.room, n: last.n }).catch(() => {})
  }
}

/** @param {string} none @param {() => void} more */
function parts(none, more) {
  const told = made("div", { class: "stack" })
  const older = button(say("talk.older"), more)
  const list = made("div", { class: "list", role: "group", "aria-label": say("talk.words") })
  const empty = made("p", { class: "soft" }, none)
  const said = made("div", { class: "unseen", role: "log" })
  const whole = made("div", { class: "stack" }, told, older, empty, list)
  return { told, older, list, empty, said, whole }
}

customElements.define("sealed-conversation", SealedConversation)
