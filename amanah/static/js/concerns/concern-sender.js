/**
 * Choosing messages to show, one's own words, and what exactly will be seen.
 *
 *   <concern-sender room="…" source="…" mids="…" readers="… …">
 *     <p>Writing here needs a script.</p>
 *   </concern-sender>
 *
 * `room` is the one that the chosen people are in, `source` the one whose messages can be shown.
 * All of it is drawn in a root of its own. Once it is sealed, the form beside it is sent, with the
 * places of the files and nothing else. Without this script a sentence says why.
 */
import { ask, codeOf, peopleOf, watch } from "../sealing/asking.js"
import { ownRoot } from "../sealing/looks.js"
import { door } from "../sealing/sealed-words.js"
import { listed, say, sayOf } from "../sealing/texts.js"
import { drawSender, drawTrouble } from "./sender-drawn.js"

/** @typedef {import("../sealing/asking.js").State} State */
/** @typedef {import("../sealing/disclosing.js").Family} Family */

const SLOT = "concern"

class ConcernSender extends HTMLElement {
  #root = ownRoot(this)
  #shown = ""
  #pages = 1
  #saved = ""
  /** @type {Set<string>} */
  #chosen = new Set(this.#list("mids"))
  /** @type {import("./sender-drawn.js").Drawn | null} */
  #drawn = null
  #stop = () => {}

  connectedCallback() {
    this.#stop = watch((state) => this.#show(state))
  }

  disconnectedCallback() {
    this.#stop()
  }

  get #room() {
    return this.getAttribute("room") ?? ""
  }

  get #source() {
    return this.getAttribute("source") ?? ""
  }

  /** @param {string} name */
  #list(name) {
    return (this.getAttribute(name) ?? "").split(" ").filter(Boolean)
  }

  /** @param {State} state */
  #show(state) {
    if (this.#shown === state.lock) return
    this.#shown = state.lock
    if (state.lock === "open") return void this.#open()
    this.#root.replaceChildren(door(state))
  }

  async #open() {
    try {
      const typed = this.#drawn?.area.value
      const { readers } = await ask("read", { room: this.#room })
      const found = await this.#words()
      const begun = await ask("draft", { room: this.#room, slot: SLOT })
      if (this.#shown !== "open") return
      this.#saved = begun
      this.#draw(found, readers.slice(0, -1), typed ?? begun)
    } catch (why) {
      if (codeOf(why) === "sealing.locked") return
      this.#root.replaceChildren(drawTrouble(sayOf(codeOf(why)), () => this.#open()))
    }
  }

  /** @returns {Promise<{words: Family[], hasOlder: boolean}>} */
  async #words() {
    if (!this.#source) return { words: [], hasOlder: false }
    return await ask("shareable", { room: this.#source, pages: this.#pages })
  }

  /**
   * @param {{words: Family[], hasOlder: boolean}} found
   * @param {string[]} readers
   * @param {string} text
   */
  #draw(found, readers, text) {
    const drawn = drawSender({ ...found, hasSource: Boolean(this.#source), readers, chosen: this.#chosen, text }, {
      older: () => this.#older(readers),
      send: () => this.#send(),
      choose: (mid, is) => (is ? this.#chosen.add(mid) : this.#chosen.delete(mid)),
    })
    drawn.area.addEventListener("blur", () => this.#keep())
    this.#drawn = drawn
    this.#root.replaceChildren(drawn.whole)
    this.dataset.shown = "open"
  }

  /** @param {string[]} readers */
  async #older(readers) {
    this.#pages += 1
    const text = this.#drawn?.area.value ?? ""
    try {
      this.#draw(await this.#words(), readers, text)
      this.#drawn?.list.focus()
    } catch (why) {
      this.#drawn?.tell(sayOf(codeOf(why)))
    }
  }

  /** Keep what was typed so far, sealed to oneself. */
  async #keep() {
    const text = this.#drawn?.area.value ?? ""
    if (this.#shown !== "open" || text === this.#saved) return
    try {
      await ask("saveDraft", { room: this.#room, slot: SLOT, text })
      this.#saved = text
    } catch {
      this.#drawn?.tell(say("draft.not-kept"))
    }
  }

  async #send() {
    const drawn = this.#drawn
    if (!drawn || drawn.send.disabled) return
    const text = drawn.area.value
    if (!this.#chosen.size && !text.trim()) return drawn.tell(say("concern.empty"))
    drawn.send.disabled = true
    drawn.tell(say("concern.sending"))
    try {
      const wanted = { room: this.#room, source: this.#source, mids: [...this.#chosen], text, readers: this.#list("readers") }
      const { places } = await ask("disclose", wanted)
      await ask("saveDraft", { room: this.#room, slot: SLOT, text: "" }).catch(() => {})
      this.#hand(places)
    } catch (why) {
      drawn.send.disabled = false
      const names = listed(peopleOf(why))
      drawn.tell(sayOf(codeOf(why), { names, name: names }), "note note--harm")
    }
  }

  /** Say to the server which files it shall hand over. @param {number[]} places */
  #hand(places) {
    const form = /** @type {HTMLFormElement} */ (this.parentElement?.querySelector("form"))
    for (const place of places) {
      const input = document.createElement("input")
      Object.assign(input, { type: "hidden", name: "n", value: String(place) })
      form.append(input)
    }
    form.submit()
  }
}

customElements.define("concern-sender", ConcernSender)
