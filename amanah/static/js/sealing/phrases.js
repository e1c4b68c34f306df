/**
 * Opening phrases: six words of the EFF's large list, 77 bits, chosen here and nowhere else.
 */
import { random } from "./bytes.js"

const WORDS = 6

/** @param {readonly string[]} list */
export function newPhrase(list) {
  // Four of its words have a hyphen, which is easily forgotten, or made a space or a dash.
  const plain = list.filter((word) => /^[a-z]+$/.test(word))
  return Array.from({ length: WORDS }, () => plain[below(plain.length)]).join(" ")
}

/** A phrase as it was chosen, from how it was typed. @param {string} typed */
export function tidy(typed) {
  // Marks that are not seen come along when a phrase is copied out of a page in Urdu.
  const seen = typed.normalize("NFKC").replace(/\p{Cf}/gu, "")
  return seen.toLowerCase().replace(/[\s,\p{Pd}]+/gu, " ").trim()
}

/** Words that are not in the list: slips of the finger. @param {string} tidied @param {readonly string[]} list */
export function strangers(tidied, list) {
  const known = new Set(list)
  return tidied.split(" ").filter((word) => word && !known.has(word))
}

/** Whether it is a phrase as they are made. Whatever else is typed is easily guessed. @param {string} tidied @param {readonly string[]} list */
export function isPhrase(tidied, list) {
  return tidied.split(" ").length === WORDS && !strangers(tidied, list).length
}

/** A number below another, each as likely. @param {number} limit up to 65,536 */
function below(limit) {
  const fair = 65_536 - (65_536 % limit)
  for (;;) {
    const [high, low] = random(2)
    const drawn = high * 256 + low
    if (drawn < fair) return drawn % limit
  }
}
