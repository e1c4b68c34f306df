/**
 * Moves up and down a table of work by the arrow keys, from one row's button to the next row's.
 *
 *   <row-keys><div class="frame" tabindex="0"><table>…</table></div></row-keys>
 *
 * Without this script every link and button is reached by Tab.
 */
const STEPS = { ArrowDown: 1, ArrowUp: -1 }
const CONTROLS = "a[href], button:not(:disabled), summary"

class RowKeys extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", (event) => this.step(event))
  }

  /** @param {KeyboardEvent} event */
  step(event) {
    const by = STEPS[/** @type {keyof typeof STEPS} */ (event.key)]
    const row = event.target instanceof Element && event.target.closest("tbody tr")
    if (!by || !row || !event.target.matches(CONTROLS)) return

    const rows = [...this.querySelectorAll("tbody tr")]
    const next = rows[rows.indexOf(row) + by]
    const place = [...row.querySelectorAll(CONTROLS)].indexOf(event.target)
    const there = [...(next?.querySelectorAll(CONTROLS) ?? [])]
    const goal = there[Math.min(place, there.length - 1)]
    if (!(goal instanceof HTMLElement)) return

    event.preventDefault()
    goal.focus()
  }
}

customElements.define("row-keys", RowKeys)
