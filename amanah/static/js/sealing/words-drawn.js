/**
 * How sealed words are drawn. Nothing is shown as somebody's words that the sealer did not vouch for.
 */
import { made } from "./looks.js"
import { dayOf, drawing, listed, say, sayOf, timeOf } from "./texts.js"

/**
 * @typedef {object} Word
 * @property {number} n
 * @property {string} mid
 * @property {string} byName
 * @property {boolean} mine
 * @property {string} kind
 * @property {string} at
 * @property {string} editedAt
 * @property {"open" | "unproven" | "missing" | "withdrawn" | "locked" | "histories"} state
 * @property {string} text
 * @property {string} openedAgainBy
 * @property {(import("./attached.js").Attachment | null)[]} [attachments] what goes with them; nothing for one that this page does not know
 *
 * @typedef {{code: string, person: string, name: string}} Notice
 */

/**
 * @typedef {object} About
 * @property {string[]} others who could open a locked one
 * @property {boolean} [isLost] whether nobody can
 * @property {boolean} [isDated] whether its day is told, or stands above it
 * @property {(words: string) => Node} [drawText]
 * @property {(Node | null)[]} [beneath]
 */

/** One person's words. @param {Word} word @param {About} about */
export function drawWord(word, { others, isLost = false, isDated = true, drawText = text, beneath = [] }) {
  const kind = word.mine ? "word word--mine" : "word"
  return made("article", { class: kind }, ...inside(word, { others, isLost, isDated, drawText }), ...beneath)
}

/** What must be known of a room before its words are. @param {Notice} notice */
export function drawNotice({ code, name }) {
  return made("p", { class: "note", role: "note" }, sayOf(code, { name }))
}

/** @param {string[]} names of those who have no lock yet */
export function drawAwaited(names) {
  return made("p", { class: "note" }, say("awaited", { names: listed(names) }))
}

/** @param {Word} word @param {Required<Omit<About, "beneath">>} about @returns {(Node | null)[]} */
function inside(word, about) {
  const name = word.mine ? say("you") : word.byName
  return [...what(word, name, about), by(word, name, about.isDated)]
}

/** @param {Word} word @param {string} name @param {Required<Omit<About, "beneath">>} about @returns {(Node | null)[]} */
function what(word, name, about) {
  if (word.state === "open") return [about.drawText(word.text)]
  if (word.state === "unproven") return [folded(say("unproven", { name }), word.text)]
  if (word.state === "histories") return [folded(say("histories", { name }), word.text)]
  if (word.state === "locked") return locked(word, about)
  return [made("p", { class: "soft" }, say(word.state, { name }))]
}

/** @param {string} words */
function text(words) {
  return made("p", { class: "text", dir: "auto" }, words)
}

/** @param {string} why @param {string} words */
function folded(why, words) {
  return made("details", {},
    made("summary", {}, made("span", {}, why, made("b", {}, say("show")))), text(words))
}

/** @param {Word} word @param {{others: string[], isLost: boolean}} about */
function locked(word, { others, isLost }) {
  const whom = others[0] ?? ""
  return [
    made("span", { class: "bar", "aria-hidden": "true" }),
    made("p", { class: "soft" }, say("locked", { day: dayOf(word.at) })),
    whom ? made("p", { class: "soft" }, say("ask-to-open", { name: whom })) : null,
    isLost ? made("p", { class: "soft" }, say("lost-lock")) : null,
  ]
}

/** @param {Word} word @param {string} name @param {boolean} isDated */
function by(word, name, isDated) {
  const time = timeOf(word.at)
  const told = [
    `\u2068${name}\u2069`, isDated ? say("moment", { day: dayOf(word.at), time }) : time,
    word.editedAt && word.state === "open" ? say("edited") : "",
    word.openedAgainBy ? say("opened-again", { name: word.openedAgainBy }) : "",
  ]
  return made("p", { class: "by" }, drawing("lock"), made("span", {}, told.filter(Boolean).join(" · ")))
}
