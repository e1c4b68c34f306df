/**
 * Around a form that empties this browser: where words wait in it to be sent, it leads first to
 * where one is asked what becomes of them.
 *
 *   <empties-browser ask="/lock/?leaving"><form method="post" action="…">…</form></empties-browser>
 *
 * Without this script nothing waits in this browser either.
 */
const NAME = "amanah-waiting"
const SHELF = "words"

class EmptiesBrowser extends HTMLElement {
  #isAsked = false

  connectedCallback() {
    this.addEventListener("submit", this)
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this)
  }

  /** @param {Event} event */
  async handleEvent(event) {
    if (this.#isAsked || this.hasAttribute("asked")) return
    event.preventDefault()
    const waits = await count().catch(() => 0)
    if (waits) return location.assign(this.getAttribute("ask") ?? "")
    this.#isAsked = true
    const { submitter } = /** @type {SubmitEvent} */ (event)
    this.querySelector("form")?.requestSubmit(submitter)
  }
}

/** How many words wait in this browser, whoever's they are. @returns {Promise<number>} */
async function count() {
  const all = await indexedDB.databases()
  if (!all.some(({ name }) => name === NAME)) return 0
  return await new Promise((done, failed) => {
    const opening = indexedDB.open(NAME)
    opening.onerror = () => failed(opening.error)
    opening.onsuccess = () => {
      const store = opening.result
      if (!store.objectStoreNames.contains(SHELF)) return done(0)
      const asked = store.transaction(SHELF).objectStore(SHELF).count()
      asked.onsuccess = () => { store.close(); done(asked.result) }
      asked.onerror = () => { store.close(); failed(asked.error) }
    }
  })
}

customElements.define("empties-browser", EmptiesBrowser)
