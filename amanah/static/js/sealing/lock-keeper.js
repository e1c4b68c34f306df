/**
 * The page of one's lock: how it stands, its ways in, closing it.
 *
 *   <lock-keeper after="">…</lock-keeper>
 *
 * Without this script the page says that a lock needs one.
 */
import { ask, wake, watch } from "./asking.js"
import { button, made } from "./looks.js"
import { attempt, part, show, tell } from "./parts.js"
import "./waiting-keeper.js"
import { dayOf, say, sayOf, timeOf } from "./texts.js"

/**
 * @typedef {import("./asking.js").State} State
 * @typedef {import("./asking.js").Way} Way
 */

class LockKeeper extends HTMLElement {
  #stop = () => {}

  connectedCallback() {
    this.#stop = watch((state) => this.#show(state))
    const told = part(this, "told")
    for (const [name, op] of Object.entries({ stop: "stopReplacement", again: "look" })) {
      part(this, name).onclick = () => attempt(told, () => ask(op))
    }
    // These empty the browser, and with it what waits there to be sent.
    const keeper = /** @type {import("./waiting-keeper.js").WaitingKeeper} */ (this.querySelector("waiting-keeper"))
    for (const [name, op] of Object.entries({ lock: "lock", everywhere: "lockEverywhere" })) {
      part(this, name).onclick = () => keeper.askBefore(() => attempt(told, () => ask(op)))
    }
    part(this, "retry").onclick = wake
    part(this, "to-new").onclick = () => show(this, "locked")
  }

  disconnectedCallback() {
    this.#stop()
  }

  /** @param {State} state */
  #show(state) {
    show(this, state.lock)
    const lasting = state.ways.filter(({ kind }) => kind !== "device")
    const isOpen = state.lock === "open"
    const isAlone = lasting.length < 2 || lasting.every(({ kind }) => kind === "passkey")
    part(this, "lacks").hidden = !isOpen || !isAlone
    part(this, "remembers").hidden = !state.remembers
    part(this, "forgets").hidden = state.remembers
    part(this, "waits").hidden = !state.waitingUntil
    part(this, "due").textContent = state.waitingUntil
      ? say("waiting-until", { day: dayOf(state.waitingUntil), time: timeOf(state.waitingUntil) })
      : ""
    part(this, "trouble").textContent = state.trouble ? sayOf(state.trouble) : ""
    part(this, "why").textContent = state.trouble ? sayOf(state.trouble) : ""
    part(this, "ways").replaceChildren(...state.ways.map((way) => this.#line(way)))
  }

  /** @param {Way} way */
  #line(way) {
    const name = way.label || say(`way.${way.kind}`)
    const remove = button(say("way.remove"), () => this.#remove(way), "button--quiet")
    remove.setAttribute("aria-label", say("way.remove-named", { name }))
    return made("li", {},
      made("span", {}, made("bdi", {}, name), " ", made("small", {}, say("way.since", { day: dayOf(way.madeAt) }))),
      remove)
  }

  /** @param {Way} way */
  async #remove({ id }) {
    const told = part(this, "told")
    const proof = /** @type {import("./fresh-proof.js").FreshProof} */ (this.querySelector("fresh-proof"))
    const fresh = await proof.ask()
    if (!fresh) return
    const isGone = await attempt(told, () => ask("removeWay", { id, fresh }))
    fresh.prf?.fill(0)
    if (isGone) tell(told, say("way.removed"), "note note--good")
  }
}

customElements.define("lock-keeper", LockKeeper)
