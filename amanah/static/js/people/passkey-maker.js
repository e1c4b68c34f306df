/**
 * Makes a passkey when its form is sent, and puts the public half into it.
 *
 *   <passkey-maker options="…">
 *     <form method="post" hidden>… <input type="hidden" name="credential"> <button>Make it</button></form>
 *     <p role="alert" data-when="failed" hidden>…</p>
 *     <p data-when="missing">…</p>
 *   </passkey-maker>
 *
 * Without this script, or where the browser has no passkeys, the page says so.
 */
import { creationOptions, registration, withoutPrf } from "./ceremony.js"

class PasskeyMaker extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form")
    if (!window.PublicKeyCredential || !form) return
    form.hidden = false
    this.show("missing", false)
    form.addEventListener("submit", this)
  }

  /** @param {SubmitEvent} event */
  async handleEvent(event) {
    event.preventDefault()
    const form = /** @type {HTMLFormElement} */ (event.target)
    const field = form.querySelector("[name=credential]")
    this.show("failed", false)
    try {
      const credential = await this.make()
      if (!credential || !(field instanceof HTMLInputElement)) return
      field.value = registration(credential)
      form.submit()
    } catch {
      this.show("failed", true)
    }
  }

  /** With PRF, since a passkey made without it can never open a lock; else without. */
  async make() {
    const publicKey = creationOptions(this.getAttribute("options") ?? "")
    try {
      return await navigator.credentials.create({ publicKey })
    } catch (trouble) {
      // The person said no, or has this passkey already: asking again would not change that.
      const isTheirs = trouble instanceof DOMException
        && ["NotAllowedError", "AbortError", "InvalidStateError"].includes(trouble.name)
      if (isTheirs) throw trouble
      return await navigator.credentials.create({ publicKey: withoutPrf(publicKey) })
    }
  }

  /**
   * @param {string} when
   * @param {boolean} isSo
   */
  show(when, isSo) {
    this.querySelector(`[data-when=${when}]`)?.toggleAttribute("hidden", !isSo)
  }
}

customElements.define("passkey-maker", PasskeyMaker)
