/**
 * Keeps what was typed when it could not be sent: no network, signed out, somebody else signed in.
 * It asks before it sends, so the page is never left for an answer that would lose the words; they
 * stay in their fields and are written nowhere else. Made by {% keeps_drafts %}.
 *
 *   <draft-keeper session="/session/" person="…">
 *     <form>…</form>
 *     <div role="status"><p data-when="unreachable" hidden>…</p> …</div>
 *   </draft-keeper>
 *
 * Without this script the server gives back what was typed.
 */
import { wouldArrive } from "./session.js"

class DraftKeeper extends HTMLElement {
  #mayPass = false

  connectedCallback() {
    this.addEventListener("submit", (event) => this.hold(/** @type {SubmitEvent} */ (event)), true)
  }

  /** @param {SubmitEvent} event */
  async hold(event) {
    const form = /** @type {HTMLFormElement} */ (event.target)
    if (this.#mayPass) return void (this.#mayPass = false)
    event.preventDefault()
    event.stopImmediatePropagation()

    const { state, token } = await wouldArrive(
      this.getAttribute("session") ?? "", this.getAttribute("person") ?? "")
    for (const told of this.querySelectorAll("[data-when]")) {
      told.toggleAttribute("hidden", told.getAttribute("data-when") !== state)
    }
    if (state !== "ready") return

    const field = form.querySelector("[name=csrfmiddlewaretoken]")
    if (field instanceof HTMLInputElement && token) field.value = token
    this.#mayPass = true
    form.requestSubmit(event.submitter)
  }
}

customElements.define("draft-keeper", DraftKeeper)
