/**
 * The parts of a page about a lock: which are there now, and what is told.
 */
import { codeOf, peopleOf } from "./asking.js"
import { withNext } from "./doors.js"
import { made } from "./looks.js"
import { listed, sayOf } from "./texts.js"

/**
 * Let only those parts be there that belong to how it stands.
 *
 * @param {HTMLElement} element
 * @param {string} now
 */
export function show(element, now) {
  for (const one of element.querySelectorAll("[data-when]")) {
    const isThere = (one.getAttribute("data-when") ?? "").split(" ").includes(now)
    one.toggleAttribute("hidden", !isThere)
  }
}

/**
 * @param {ParentNode} element
 * @param {string} name
 * @returns {HTMLElement}
 */
export function part(element, name) {
  return /** @type {HTMLElement} */ (element.querySelector(`[data-part="${name}"]`))
}

/** @param {ParentNode} element @param {string} name @returns {HTMLInputElement} */
export function input(element, name) {
  return /** @type {HTMLInputElement} */ (element.querySelector(name))
}

/** @param {HTMLElement} told a region that is read aloud @param {string} words @param {string} [kind] */
export function tell(told, words, kind = "note") {
  told.replaceChildren(...(words ? [made("p", { class: kind }, words)] : []))
}

/**
 * Do something; where it is refused, say what happened.
 *
 * @template Result
 * @param {HTMLElement} told
 * @param {() => Promise<Result>} act
 * @returns {Promise<Result | null>}
 */
export async function attempt(told, act) {
  tell(told, "")
  try {
    return await act()
  } catch (why) {
    if (codeOf(why) === "people.prove") location.assign(withNext("page.prove"))
    tell(told, sayOf(codeOf(why), { names: listed(peopleOf(why)) }))
    return null
  }
}

/** Go where one came from, or to the page of the lock. @param {HTMLElement} element @param {string} [otherwise] */
export function goOn(element, otherwise = "") {
  location.assign(element.getAttribute("after") || otherwise)
}
