/**
 * Words of a room that wait to be sent, with what may be done: try now, or take back.
 *
 *   <words-waiting room="…" kind="message" person="…"></words-waiting>
 *
 * With `closed` nothing is sent any more: what waited is one's own to read, to copy and to remove.
 * Where nothing waits there is nothing to see. Without this script nothing is written either.
 */
import { ask, codeOf, watch } from "./asking.js"
import { clearFiles, drawAttached, drawChooser, filesFor, percent, putBack, sizeOf } from "./attaching.js"
import { safeName } from "./file-names.js"
import { hooks } from "./hooks.js"
import { button, made, ownRoot } from "./looks.js"
import { done, queue, send, sendFor, stop, takeBack, troubles, tryAll } from "./sending.js"
import { say, sayOf } from "./texts.js"

/** @typedef {import("./sending.js").Waits} Waits */

const HEARD = ["changed", "progress", "due"]

class WordsWaiting extends HTMLElement {
  #root = ownRoot(this)
  #lock = ""
  #stays = true
  #turn = 0
  /** @type {Map<string, HTMLElement>} */
  #shares = new Map()
  #told = made("div", { role: "status" })
  #list = made("div", { class: "stack" })
  #stop = () => {}

  get room() {
    return this.getAttribute("room") ?? ""
  }

  get #isClosed() {
    return this.hasAttribute("closed")
  }

  connectedCallback() {
    if (!this.#isClosed) {
      sendFor(this.getAttribute("person") ?? "")
      here.add(this.room)
    }
    this.#root.replaceChildren(made("div", { class: "stack waits" }, this.#told, this.#list))
    this.#stop = watch((state) => this.#show(state.lock))
    for (const kind of HEARD) queue.addEventListener(kind, this)
    addEventListener("beforeunload", this)
  }

  disconnectedCallback() {
    here.delete(this.room)
    this.#stop()
    for (const kind of HEARD) queue.removeEventListener(kind, this)
    removeEventListener("beforeunload", this)
  }

  /** @param {Event} event */
  handleEvent(event) {
    // What waits in the memory of this page alone would go with it.
    if (event.type === "beforeunload") return !this.#stays && this.#list.childElementCount && event.preventDefault()
    if (this.#lock !== "open") return
    if (event.type === "due") return void this.#go()
    if (event.type === "changed") return void this.#read()
    const { mid, share } = /** @type {CustomEvent} */ (event).detail
    this.#shares.get(mid)?.replaceChildren(say("waiting.share", { share: percent(share) }))
  }

  /** @param {string} lock */
  #show(lock) {
    if (this.#lock === lock) return
    this.#lock = lock
    if (lock !== "open") return this.#list.replaceChildren()
    this.#go().catch(() => {})
  }

  async #go() {
    await (this.#isClosed ? this.#read() : tryAll(this.room))
  }

  async #read() {
    const turn = (this.#turn += 1)
    const { words, stays } = await ask("waiting", { room: this.room }).catch(() => ({ words: null, stays: true }))
    if (!words || turn !== this.#turn || this.#lock !== "open") return
    this.#stays = stays
    this.#shares.clear()
    const hadFocus = this.#root.activeElement !== null
    this.#list.replaceChildren(
      ...words.map((/** @type {Waits} */ one) => this.#draw(one)),
      ...(words.length && !stays ? [made("p", { class: "note" }, say("waiting.shared"))] : []))
    if (hadFocus) this.#list.querySelector("button")?.focus()
  }

  /** @param {Waits} one */
  #draw(one) {
    const { mid, text, files } = one
    const isGoing = done.has(mid)
    const share = made("span", { class: "soft" }, isGoing ? say("waiting.share", { share: percent(done.get(mid) ?? 0) }) : "")
    this.#shares.set(mid, share)
    return made("article", { class: "word word--mine", "data-waiting": mid },
      text ? made("p", { class: "text", dir: "auto" }, text) : null,
      files.length ? made("ul", { class: "files" }, ...files.map(({ file, size }) => made("li", {}, made("bdi", {}, safeName(file)), made("small", { class: "soft" }, ` ${sizeOf(size)}`)))) : null,
      ...(this.#isClosed ? this.#drawClosed(mid) : this.#drawOnItsWay(one, share)))
  }

  /** @param {string} mid */
  #drawClosed(mid) {
    return [
      made("p", { class: "note" }, say("waiting.closed")),
      made("div", { class: "row" }, button(say("waiting.remove"), () => this.#remove(mid), "button--quiet")),
    ]
  }

  /** @param {Waits} one @param {HTMLElement} share */
  #drawOnItsWay({ mid, ref, lacks }, share) {
    const trouble = troubles.get(mid)
    const isGoing = done.has(mid)
    return [
      made("p", { class: "soft" }, say(ref ? "waiting.change" : "waiting.is")),
      share,
      lacks ? made("p", { class: "note" }, say("waiting.lacks")) : null,
      trouble && trouble !== "sealing.unreachable" ? made("p", { class: "note" }, sayOf(trouble)) : null,
      made("div", { class: "row" },
        isGoing ? button(say("waiting.stop"), () => stop(mid)) : null,
        isGoing || lacks ? null : button(say("waiting.try"), () => this.#try()),
        isGoing ? null : button(say("waiting.back"), () => this.#back(mid), "button--quiet")),
    ]
  }

  async #try() {
    this.#told.replaceChildren(made("p", { class: "soft" }, say("waiting.trying")))
    await tryAll(this.room).catch(() => {})
    this.#told.replaceChildren()
  }

  /** @param {string} mid */
  async #remove(mid) {
    await takeBack(mid).catch((why) => this.#told.replaceChildren(made("p", { class: "note" }, sayOf(codeOf(why)))))
    await this.#read()
  }

  /** @param {string} mid */
  async #back(mid) {
    try {
      const { text, files } = await takeBack(mid)
      putBack(this.room, files)
      fields.get(this.room)?.(text)
      this.#told.replaceChildren(made("p", { class: "soft" }, say("waiting.taken-back")))
    } catch (why) {
      this.#told.replaceChildren(made("p", { class: "note" }, sayOf(codeOf(why))))
    }
  }
}

/** Rooms of this page whose words may wait. @type {Set<string>} */
const here = new Set()
/** Puts words back into the field of a room. @type {Map<string, (text: string) => void>} */
const fields = new Map()

const write = hooks.send
hooks.mayWait = (room) => here.has(room)
hooks.send = async (words) => {
  if (!here.has(words.room) || words.kind === "withdrawn") return await write(words)
  const files = words.ref ? [] : await filesFor(words.room)
  const sent = await send(words, files)
  if (!words.ref) clearFiles(words.room)
  return sent
}
hooks.beside.push((field) => {
  if (!here.has(field.room)) return null
  fields.set(field.room, (text) => {
    field.area.value = [text, field.area.value].filter((one) => one.trim()).join("\n\n")
    field.area.focus()
  })
  return drawChooser(field)
})
hooks.extras.push(drawAttached)

customElements.define("words-waiting", WordsWaiting)
