/**
 * One's own safety number, and typing those of the people one writes to. There is no button that
 * says yes: the digits are typed as they are heard.
 *
 *   <safety-numbers>… <template data-part="person">…</template></safety-numbers>
 *
 * Without this script the page says that a lock needs one.
 */
import { ask, watch } from "./asking.js"
import { made } from "./looks.js"
import { attempt, input, part, show, tell } from "./parts.js"
import { dayOf, say, sayOf } from "./texts.js"

/**
 * @typedef {import("./asking.js").State} State
 * @typedef {import("./fresh-proof.js").FreshProof} FreshProof
 * @typedef {{person: string, name: string, code: string, hasLock: boolean, verified: string}} Person
 */

class SafetyNumbers extends HTMLElement {
  #shown = ""
  #stop = () => {}

  connectedCallback() {
    this.#stop = watch((state) => this.#show(state))
  }

  disconnectedCallback() {
    this.#stop()
  }

  /** @param {State} state */
  #show(state) {
    if (this.#shown === state.lock) return
    this.#shown = state.lock
    const told = part(this, "told")
    tell(told, state.lock === "unreachable" ? sayOf(state.trouble) : "")
    if (state.lock === "unreachable") return
    show(this, state.lock)
    if (state.lock === "open") attempt(told, () => this.#read())
  }

  async #read() {
    part(this, "own").textContent = await ask("number")
    const people = await ask("people")
    const lines = people.map((/** @type {Person} */ person, /** @type {number} */ at) => this.#line(person, at))
    part(this, "people").replaceChildren(
      ...(lines.length ? lines : [made("p", { class: "soft" }, say("number.nobody"))]))
  }

  /** @param {Person} person @param {number} at */
  #line(person, at) {
    const template = /** @type {HTMLTemplateElement} */ (part(this, "person"))
    const line = /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild)
    const field = input(line, "input")
    const form = /** @type {HTMLFormElement} */ (part(line, "compare"))
    field.id = `number-${at}`
    part(line, "name").textContent = person.name
    part(line, "label").textContent = say("number.label", { name: person.name })
    part(line, "label").setAttribute("for", field.id)
    part(line, "standing").textContent = standing(person)
    form.hidden = !person.hasLock
    part(line, "again").hidden = person.code !== "sealing.key-replaced"
    form.onsubmit = (event) => {
      event.preventDefault()
      this.#compare(person, line)
    }
    part(line, "again").onclick = () => this.#openAgain(person, line)
    return line
  }

  /** @param {Person} person @param {HTMLElement} line */
  async #compare({ person, name }, line) {
    const typed = input(line, "input").value
    const said = part(line, "said")
    const isRight = await attempt(said, async () => {
      await ask("verify", { person, typed })
      return true
    })
    if (!isRight) return
    part(line, "standing").textContent = say("number.compared", { day: dayOf(new Date().toISOString()) })
    tell(said, say("number.right", { name }), "note note--good")
  }

  /** @param {Person} person @param {HTMLElement} line */
  async #openAgain({ person, name }, line) {
    const typed = input(line, "input").value
    const proof = /** @type {FreshProof} */ (this.querySelector("fresh-proof"))
    const fresh = await proof.ask()
    if (!fresh) return
    const done = await attempt(part(line, "said"), () => ask("openAgain", { person, typed, fresh }))
    fresh.prf?.fill(0)
    if (!done) return
    part(line, "standing").textContent = say("number.compared", { day: dayOf(new Date().toISOString()) })
    part(line, "again").hidden = true
    tell(part(line, "said"), say("number.opened", { name }), "note note--good")
  }
}

/** @param {Person} person */
function standing({ name, code, hasLock, verified }) {
  if (code) return sayOf(code, { name })
  if (!hasLock) return say("number.no-lock")
  return verified ? say("number.compared", { day: dayOf(verified) }) : say("number.not-compared")
}

customElements.define("safety-numbers", SafetyNumbers)
