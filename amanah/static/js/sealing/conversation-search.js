/** Searching in a conversation: in the worker, over opened words. Nothing that is looked for leaves the page. */
import { ask, codeOf } from "./asking.js"
import { button, made } from "./looks.js"
import { numeral, say, sayOf } from "./texts.js"

/** @typedef {import("./words-drawn.js").Word} Word */

/**
 * @param {{where: () => {room: string, kind: string}, draw: (word: Word) => Node, opened: (isOpen: boolean) => void}} with_
 * @returns {HTMLElement}
 */
export function drawSearch({ where, draw, opened }) {
  const input = made("input", { id: "wanted", class: "input", type: "search", dir: "auto", autocomplete: "off", spellcheck: "false" })
  const told = made("div", { class: "stack" })
  const count = made("p", { class: "soft", role: "status" })
  const look = async (/** @type {boolean} */ whole) => {
    const text = input.value
    if (!text.trim()) return close()
    try {
      const found = await ask("search", { ...where(), text, whole })
      if (input.value === text) show(found)
    } catch (why) {
      count.replaceChildren(sayOf(codeOf(why)))
      told.replaceChildren(count)
    }
  }
  const show = (/** @type {{words: Word[], count: number, isWhole: boolean}} */ { words, count: many, isWhole }) => {
    count.replaceChildren(say(many ? "search.found" : "search.none", { count: numeral(many) }))
    told.replaceChildren(count,
      made("div", { class: "row" },
        isWhole ? null : button(say("search.older"), () => look(true)),
        button(say("search.close"), close, "button--quiet")),
      made("div", { class: "list" }, ...words.map(draw)))
    opened(true)
  }
  const close = () => {
    input.value = ""
    told.replaceChildren()
    opened(false)
    input.focus()
  }
  const form = made("form", { class: "search", role: "search" },
    made("div", { class: "field" }, made("label", { class: "label", for: "wanted" }, say("search")), input),
    made("button", { class: "button" }, say("search.do")))
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    look(false)
  })
  return made("div", { class: "stack" }, form, told)
}
