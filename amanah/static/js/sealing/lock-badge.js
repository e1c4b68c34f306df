/**
 * Says in the header how one's lock stands, and closes it at once.
 *
 *   <lock-badge state="locked"><a href="/lock/"><span data-when="locked">Locked · Open</span> …</a></lock-badge>
 *
 * Without this script, and on pages without sealed words, it says what the server knows, and leads
 * to the page of the lock.
 */
import { ask, watch } from "./asking.js"

const SAID = ["none", "locked", "open"]

class LockBadge extends HTMLElement {
  #stop = () => {}

  connectedCallback() {
    this.#stop = watch(({ lock }) => {
      if (lock !== "unreachable") this.setAttribute("state", SAID.includes(lock) ? lock : "locked")
    })
    this.addEventListener("click", this)
  }

  disconnectedCallback() {
    this.#stop()
    this.removeEventListener("click", this)
  }

  /** @param {MouseEvent} event */
  handleEvent(event) {
    if (this.getAttribute("state") !== "open") return
    event.preventDefault()
    ask("lock").catch(() => {})
  }
}

customElements.define("lock-badge", LockBadge)
