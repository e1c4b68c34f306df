/**
 * What sealed elements say. Every sentence comes with the page, in the reader's language, from
 * sealing/_texts.html; here are only its holes filled.
 */
import { dateInWords, dayInWords, timeInWords, variety } from "../shell/moments.js"

const [OPEN, CLOSE] = ["\u2068", "\u2069"]

/**
 * @param {string} name
 * @param {Record<string, string>} [holes] each keeps its own direction among the words around it
 */
export function say(name, holes = {}) {
  return (find(name)?.textContent ?? "")
    .trim()
    .replace(/\s+/g, " ")
    .replace(/\{(\w+)\}/g, (_all, hole) => apart(holes[hole] ?? ""))
}

/** What is said of a refusal; of one that nobody foresaw, that it was refused. @param {string} code @param {Record<string, string>} [holes] */
export function sayOf(code, holes = {}) {
  return say(find(code) ? code : "sealing.refused", holes)
}

/** Where something leads, from the same place. @param {string} name */
export function addressOf(name) {
  return find(name)?.getAttribute("href") ?? ""
}

/** A drawing beside words. @param {string} name @returns {Node} */
export function drawing(name) {
  const drawn = find(`drawing.${name}`)?.querySelector("svg")
  return drawn ? document.importNode(drawn, true) : document.createTextNode("")
}

/** @param {string} moment */
export function dayOf(moment) {
  return dayInWords(moment, reader())
}

/** Its day as a heading: with the year, where that is another. @param {string} moment */
export function dateOf(moment) {
  return dateInWords(moment, new Date(), reader())
}

/** @param {string} moment */
export function timeOf(moment) {
  return timeInWords(moment, reader())
}

/** @param {string[]} names @returns {string} each keeps its own direction */
export function listed(names) {
  const each = names.map(apart)
  const { language, preferred } = reader()
  return new Intl.ListFormat(variety(language, preferred), { type: "conjunction" }).format(each)
}

/** @param {number} number */
export function numeral(number) {
  const { language } = reader()
  const numberingSystem = language.startsWith("ur") ? "arabext" : undefined
  return new Intl.NumberFormat(language, { numberingSystem }).format(number)
}

/** Say something to those who hear the page, once. @param {string} words */
export function aloud(words) {
  const region = document.querySelector("#aloud")
  if (region && region.textContent !== words) region.replaceChildren(words)
}

/** @param {string} words that keep their own direction */
function apart(words) {
  return words.startsWith(OPEN) ? words : OPEN + words + CLOSE
}

function reader() {
  return { language: document.documentElement.lang || "en", preferred: navigator.languages }
}

/** Every app may bring texts of its own. @param {string} name @returns {Element | null} */
function find(name) {
  for (const kept of document.querySelectorAll("template[data-sealing-texts]")) {
    const found = kept instanceof HTMLTemplateElement
      ? kept.content.querySelector(`[data-say="${CSS.escape(name)}"]`)
      : null
    if (found) return found
  }
  return null
}
