/**
 * Changes between light and dark at once, without leaving the page.
 *
 *   <theme-switch><form>… <button name="theme" value="dark" aria-pressed="false">…</form></theme-switch>
 *
 * Without this script the form is sent, and the page comes back in the other light.
 */
class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => this.change(/** @type {SubmitEvent} */ (event)))
  }

  /** @param {SubmitEvent} event */
  change(event) {
    const form = /** @type {HTMLFormElement} */ (event.target)
    const chosen = /** @type {HTMLButtonElement} */ (event.submitter)
    event.preventDefault()
    fetch(form.action, { method: "POST", body: new FormData(form, chosen), redirect: "manual" })

    if (chosen.value) document.documentElement.dataset.theme = chosen.value
    else delete document.documentElement.dataset.theme
    for (const button of this.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button === chosen))
    }
  }
}

customElements.define("theme-switch", ThemeSwitch)
