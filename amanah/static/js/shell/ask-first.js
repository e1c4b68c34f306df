/**
 * Opens the dialog in it where a link that names it is followed.
 *
 *   <a href="/mentorships/…/close/" data-opens="close">Close this…</a>
 *   <ask-first><dialog id="close">…</dialog></ask-first>
 *
 * Without this script the link leads to a page that asks the same.
 */
class AskFirst extends HTMLElement {
  connectedCallback() {
    document.addEventListener("click", this)
  }

  disconnectedCallback() {
    document.removeEventListener("click", this)
  }

  /** @param {Event} event a click anywhere */
  handleEvent(event) {
    const dialog = this.querySelector("dialog")
    const link = event.target instanceof Element && event.target.closest("[data-opens]")
    if (!dialog || !link || link.getAttribute("data-opens") !== dialog.id) return

    event.preventDefault()
    dialog.showModal()
  }
}

customElements.define("ask-first", AskFirst)
