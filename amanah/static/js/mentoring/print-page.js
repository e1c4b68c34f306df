/**
 * A button that prints the page, with the words that are open on it.
 *
 *   <print-page><button type="button" hidden>Print</button></print-page>
 *
 * Without this script there is no button; every browser prints by its own menu.
 */
class PrintPage extends HTMLElement {
  connectedCallback() {
    this.querySelector("button")?.removeAttribute("hidden")
    this.addEventListener("click", this)
  }

  disconnectedCallback() {
    this.removeEventListener("click", this)
  }

  handleEvent() {
    print()
  }
}

customElements.define("print-page", PrintPage)
