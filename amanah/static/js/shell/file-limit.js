/**
 * Says beside a file that it is too large, before any of it is sent.
 *
 *   <file-limit most="20971520">
 *     <input type="file" name="file">
 *     <p class="field__error" role="alert" hidden>It is too large: 20 MB are read at most.</p>
 *   </file-limit>
 *
 * Without this script the server says so, or hangs up on what is larger still.
 */
class FileLimit extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", this)
    this.form = this.closest("form")
    this.form?.addEventListener("submit", this)
  }

  disconnectedCallback() {
    this.form?.removeEventListener("submit", this)
  }

  /** @param {Event} event a file was chosen, or the form is about to be sent */
  handleEvent(event) {
    const most = Number(this.getAttribute("most"))
    const input = this.querySelector("input[type=file]")
    const files = input instanceof HTMLInputElement ? [...(input.files ?? [])] : []
    const isTooLarge = files.some((file) => file.size > most)
    const says = this.querySelector("[role=alert]")
    if (says instanceof HTMLElement) says.hidden = !isTooLarge
    if (isTooLarge && event.type === "submit") event.preventDefault()
  }
}

customElements.define("file-limit", FileLimit)
