/**
 * Six words are shown, kept, and two of them asked back. The forms are those of set/_phrase.html.
 */
import { ask } from "./asking.js"
import { input, part, show, tell } from "./parts.js"
import { numeral, say } from "./texts.js"

const WORDS = 6

/**
 * @param {HTMLElement} element that has both forms, and the region for what is wrong
 * @param {(phrase: string) => void} kept
 */
export async function askPhrase(element, kept) {
  const phrase = await ask("newPhrase")
  const [first, second] = two()
  const words = phrase.split(" ")
  const told = part(element, "told")
  part(element, "words").textContent = phrase
  input(element, "[data-part=phrase]").value = phrase
  part(element, "first-label").textContent = say("ask.word", { number: numeral(first + 1) })
  part(element, "second-label").textContent = say("ask.word", { number: numeral(second + 1) })
  part(element, "look-again").onclick = () => show(element, "phrase")
  form(element, "phrase").onsubmit = (event) => {
    event.preventDefault()
    show(element, "back")
    input(element, "#first-word").focus()
  }
  form(element, "back").onsubmit = (event) => {
    event.preventDefault()
    const typed = { [first]: "#first-word", [second]: "#second-word" }
    const wrong = [first, second].find((at) => tidy(input(element, typed[at]).value) !== words[at])
    tell(told, wrong === undefined ? "" : say("ask.wrong", { number: numeral(wrong + 1) }))
    if (wrong === undefined) kept(phrase)
  }
  show(element, "phrase")
}

/** @param {HTMLElement} element @param {string} when @returns {HTMLFormElement} */
export function form(element, when) {
  return /** @type {HTMLFormElement} */ (element.querySelector(`form[data-when="${when}"]`))
}

/** Two different places, in order. @returns {[number, number]} */
function two() {
  const [one, other] = crypto.getRandomValues(new Uint8Array(2))
  const first = one % WORDS
  const second = (first + 1 + (other % (WORDS - 1))) % WORDS
  return first < second ? [first, second] : [second, first]
}

/** @param {string} typed */
function tidy(typed) {
  return typed.trim().toLowerCase().normalize("NFKC")
}
