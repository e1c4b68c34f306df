/**
 * Lets somebody answer with a passkey.
 *
 *   <passkey-door options="…" conditional hidden>
 *     <form method="post">… <input type="hidden" name="credential"> <button>Use a passkey</button></form>
 *     <p role="alert" data-when="failed" hidden>…</p>
 *   </passkey-door>
 *
 * With `conditional`, passkeys are also offered in the field that has autocomplete="webauthn".
 * Without this script, or where the browser has no passkeys, it stays hidden.
 */
import { assertion, requestOptions } from "./ceremony.js"

class PasskeyDoor extends HTMLElement {
  #waiting = new AbortController()

  connectedCallback() {
    if (!window.PublicKeyCredential || !this.form) return
    this.hidden = false
    this.form.addEventListener("submit", this)
    if (this.hasAttribute("conditional")) this.offer()
  }

  disconnectedCallback() {
    this.#waiting.abort()
  }

  get form() {
    return this.querySelector("form")
  }

  /** Offer passkeys among what the browser fills in, for as long as the page is open. */
  async offer() {
    if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return
    try {
      await this.answer({ mediation: "conditional", signal: this.#waiting.signal })
    } catch {
      // Nobody took the offer, or the button was used instead.
    }
  }

  /** @param {SubmitEvent} event */
  async handleEvent(event) {
    event.preventDefault()
    this.#waiting.abort()
    this.tell(false)
    try {
      await this.answer({})
    } catch {
      this.tell(true)
    }
  }

  /** @param {CredentialRequestOptions} how */
  async answer(how) {
    const publicKey = requestOptions(this.getAttribute("options") ?? "")
    const credential = await navigator.credentials.get({ ...how, publicKey })
    const field = this.querySelector("[name=credential]")
    if (!credential || !(field instanceof HTMLInputElement)) return
    field.value = assertion(credential)
    this.form?.submit()
  }

  /** @param {boolean} hasFailed */
  tell(hasFailed) {
    this.querySelector("[data-when=failed]")?.toggleAttribute("hidden", !hasFailed)
  }
}

customElements.define("passkey-door", PasskeyDoor)
