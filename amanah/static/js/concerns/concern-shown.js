/**
 * Shows what was shown, each message with what can be said of it, once the lock is open.
 *
 *   <concern-shown room="…" files="/concerns/…/files/"><p>Words need a script.</p></concern-shown>
 *
 * What does not hold is never shown as somebody's words. Without this script a sentence says why.
 */
import { ask, codeOf, watch } from "../sealing/asking.js"
import { made, ownRoot } from "../sealing/looks.js"
import { door } from "../sealing/sealed-words.js"
import { dayOf, numeral, say, sayOf, timeOf } from "../sealing/texts.js"
import { drawTrouble } from "./sender-drawn.js"

/**
 * @typedef {import("../sealing/asking.js").State} State
 * @typedef {import("../sealing/disclosed.js").Disclosure} Disclosure
 * @typedef {import("../sealing/disclosed.js").Checked} Checked
 */

class ConcernShown extends HTMLElement {
  #root = ownRoot(this)
  #shown = ""
  #stop = () => {}

  connectedCallback() {
    this.#stop = watch((state) => this.#show(state))
  }

  disconnectedCallback() {
    this.#stop()
  }

  /** @param {State} state */
  #show(state) {
    if (this.#shown === state.lock) return
    this.#shown = state.lock
    if (state.lock === "open") return void this.#read()
    this.#root.replaceChildren(door(state))
  }

  async #read() {
    this.#root.replaceChildren(made("p", { class: "soft", role: "status" }, say("concern.checking")))
    try {
      const rows = await filesAt(this.getAttribute("files") ?? "")
      const found = await ask("disclosed", { room: this.getAttribute("room"), rows })
      if (this.#shown === "open") this.#draw(found, namesIn(rows))
    } catch (why) {
      if (codeOf(why) === "sealing.locked") return
      this.#root.replaceChildren(drawTrouble(sayOf(codeOf(why)), () => this.#read()))
    }
  }

  /** @param {Disclosure[]} found @param {Record<string, string>} names */
  #draw(found, names) {
    const drawn = found.length
      ? found.flatMap((one) => drawDisclosure(one, names))
      : [made("p", { class: "soft" }, say("concern.none-disclosed"))]
    this.#root.replaceChildren(made("div", { class: "stack" }, ...drawn))
    this.dataset.shown = "open"
  }
}

/** @param {string} address @returns {Promise<any[]>} */
async function filesAt(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store" })
    .catch(() => null)
  if (!answer?.ok) throw Object.assign(new Error("no files came"), { code: "sealing.unreachable" })
  return (await answer.json()).rows
}

/** @param {{by: string, by_name: string}[]} rows */
function namesIn(rows) {
  return Object.fromEntries(rows.map(({ by, by_name: name }) => [by, name]))
}

/** @param {Disclosure} disclosure @param {Record<string, string>} names @returns {Node[]} */
function drawDisclosure({ by, byName, items, hasOrder }, names) {
  if (!items) return [made("p", { class: "note note--harm" }, say("concern.unreadable"))]
  const drawn = []
  for (const [at, item] of items.entries()) {
    const between = at ? item.n - items[at - 1].n - 1 : 0
    if (between) drawn.push(drawGap(between))
    drawn.push(drawItem(item, { name: names[item.by] ?? "", shower: byName, isOwn: item.by === by }))
  }
  if (!hasOrder && items.length > 1) drawn.push(made("p", { class: "soft" }, say("concern.unchecked")))
  return drawn
}

/** @param {number} count */
function drawGap(count) {
  return made("p", { class: "soft" }, say(count === 1 ? "concern.gap" : "concern.gaps", { number: numeral(count) }))
}

/** @param {Checked} item @param {{name: string, shower: string, isOwn: boolean}} about */
function drawItem(item, about) {
  const moment = say("moment", { day: dayOf(item.at), time: timeOf(item.at) })
  if (item.because) {
    return made("article", { class: "note note--harm", "data-verified": "no" },
      made("p", {}, say("concern.not-verified")),
      made("p", {}, say(`concern.because.${item.because}`)),
      made("p", { class: "by" }, moment))
  }
  return made("article", { class: "word word--plain", "data-verified": "yes" },
    item.ref && item.kind !== "withdrawn" ? made("p", { class: "soft" }, say("concern.changed-then")) : null,
    item.kind === "withdrawn"
      ? made("p", { class: "soft" }, say("concern.withdrawn-then"))
      : made("p", { class: "text", dir: "auto" }, item.text),
    item.hasFiles ? made("p", { class: "soft" }, say("concern.files")) : null,
    made("p", { class: "by" }, `\u2068${about.name}\u2069 · ${moment}`),
    made("p", { class: "soft" }, vouching(item, about)))
}

/** @param {Checked} item @param {{name: string, shower: string, isOwn: boolean}} about */
function vouching({ seal }, { name: author, shower, isOwn }) {
  if (isOwn) return say("concern.verified-own", { author })
  if (seal === "open") return say("concern.verified", { author, shower })
  return say(seal === "again" ? "concern.verified-again" : "concern.verified-unproven", { author, shower })
}

customElements.define("concern-shown", ConcernShown)
