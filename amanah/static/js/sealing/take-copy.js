/**
 * Takes a copy of a room along, as a file that the age command opens.
 *
 *   <take-copy room="" name="">… <fresh-proof>…</fresh-proof></take-copy>
 *
 * room: its id, or "private" for the reader's own. name: of the file. Without this script the page
 * says that it needs one.
 */
import "./fresh-proof.js"
import { ask, codeOf, watch } from "./asking.js"
import { fetched } from "./carrier.js"
import { withNext } from "./doors.js"
import { attempt, part, show, tell } from "./parts.js"
import { numeral, say, sayOf } from "./texts.js"
import { zipped } from "./zip.js"

/**
 * @typedef {import("./asking.js").State} State
 * @typedef {import("./fresh-proof.js").FreshProof} FreshProof
 */

const LEFT_OUT = ["sealing.attachment-gone", "sealing.attachment-other", "sealing.not-granted", "sealing.damaged"]
const TYPED = ["phrase", "sheet", "file"]

class TakeCopy extends HTMLElement {
  #stop = () => {}
  #own = ""

  connectedCallback() {
    this.#stop = watch((state) => this.#show(state))
    part(this, "take").onclick = () => this.#take()
  }

  disconnectedCallback() {
    this.#stop()
  }

  /** @param {State} state */
  #show(state) {
    this.#own = state.privateRoom
    const isOpen = state.lock === "open"
    const canType = state.ways.some(({ kind }) => TYPED.includes(kind))
    show(this, isOpen ? (canType ? "open" : "touch") : "locked")
    part(this, "second").setAttribute("href", withNext("page.second"))
    if (state.lock === "unreachable") tell(part(this, "told"), sayOf(state.trouble))
  }

  async #take() {
    const fresh = await /** @type {FreshProof} */ (this.querySelector("fresh-proof")).ask()
    if (!fresh) return
    const button = /** @type {HTMLButtonElement} */ (part(this, "take"))
    button.disabled = true
    const wanted = this.getAttribute("room") ?? ""
    const room = wanted === "private" ? this.#own : wanted
    const copy = await attempt(part(this, "told"), () => wholeCopy(room, fresh, this.#texts()))
    button.disabled = false
    if (!copy) return
    save(copy.file, this.getAttribute("name") ?? "amanah.zip")
    const lacking = copy.lacks ? ` ${say("copy.lacks", { count: numeral(copy.lacks) })}` : ""
    tell(part(this, "told"), say("copy.taken", { count: numeral(copy.count) }) + lacking, "note note--good")
  }

  /** What the copy says in the reader's language. */
  #texts() {
    const states = { withdrawn: "copy.withdrawn", missing: "copy.missing", locked: "copy.locked", unproven: "copy.unproven", histories: "copy.histories" }
    const kinds = [...this.querySelectorAll("[data-kind]")]
    return {
      readMe: lines(part(this, "read-me")),
      states: Object.fromEntries(Object.entries(states).map(([state, name]) => [state, say(name)])),
      kinds: Object.fromEntries(kinds.map((one) => [one.getAttribute("data-kind"), one.textContent?.trim()])),
    }
  }
}

/**
 * The copy with the files that went with words, one after another. One that is not there any more,
 * or is not the one that the words name, is left out and counted.
 *
 * @param {string} room
 * @param {import("./fresh-proof.js").Fresh} fresh
 * @param {object} texts
 */
async function wholeCopy(room, fresh, texts) {
  const { entries, along, count, at } = await ask("takeCopy", { room, fresh, texts })
  let lacks = 0
  for (const { name, attachment } of along) {
    try {
      const sealed = await fetched(`/rooms/attachments/${attachment.name}/`)
      entries.push({ name, ...await ask("fileAlong", { room, attachment, sealed }) })
    } catch (why) {
      if (!LEFT_OUT.includes(codeOf(why))) throw why
      lacks += 1
    }
  }
  const parts = /** @type {BlobPart[]} */ (zipped(entries, at))
  return { file: new Blob(parts, { type: "application/zip" }), count, lacks }
}

/** @param {HTMLElement} from each of its paragraphs is a line, an empty one beside each */
function lines(from) {
  const content = from instanceof HTMLTemplateElement ? from.content : from
  const each = [...content.querySelectorAll("p, pre")].map((one) => one.localName === "pre"
    ? (one.textContent ?? "") : (one.textContent ?? "").trim().replace(/\s+/g, " "))
  return `\uFEFF${each.join("\n\n")}\n`.replace(/\n/g, "\r\n")
}

/** @param {Blob} file @param {string} name */
function save(file, name) {
  const address = URL.createObjectURL(file)
  const link = document.createElement("a")
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

customElements.define("take-copy", TakeCopy)
