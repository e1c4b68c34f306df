/**
 * Closes the menu in it when the reader presses Escape, or looks elsewhere.
 *
 *   <closing-menu><details>…</details></closing-menu>
 *
 * Without this script the menu is closed by its own summary.
 */
class ClosingMenu extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", (event) => event.key === "Escape" && this.close(true))
    this.addEventListener("focusout", (event) => {
      if (event.relatedTarget instanceof Node && !this.contains(event.relatedTarget)) this.close()
    })
    document.addEventListener("click", this)
  }

  disconnectedCallback() {
    document.removeEventListener("click", this)
  }

  /** @param {Event} event a click anywhere */
  handleEvent(event) {
    if (event.target instanceof Node && !this.contains(event.target)) this.close()
  }

  close(giveFocusBack = false) {
    const menu = this.querySelector("details")
    if (!menu?.open) return
    menu.open = false
    if (giveFocusBack) menu.querySelector("summary")?.focus()
  }
}

customElements.define("closing-menu", ClosingMenu)
