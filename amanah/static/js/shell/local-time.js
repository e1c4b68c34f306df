/**
 * Shows a moment in the reader's own time and language.
 *
 *   <local-time datetime="2026-03-20T09:00:00Z">20 March 2026, 09:00 UTC</local-time>
 *
 * Without this script the reader keeps what the server wrote.
 */
import { inWords } from "./moments.js"

class LocalTime extends HTMLElement {
  connectedCallback() {
    const language = this.closest("[lang]")?.getAttribute("lang") ?? undefined
    const words = inWords(this.getAttribute("datetime") ?? "", {
      language,
      preferred: navigator.languages,
    })
    if (!words) return

    this.title ||= (this.textContent ?? "").trim()
    this.replaceChildren(words)
  }
}

customElements.define("local-time", LocalTime)
