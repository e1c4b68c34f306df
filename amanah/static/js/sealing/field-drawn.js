/**
 * How a sealed field is drawn: a label, the field without a name, who will be able to read it, and
 * what has become of it.
 */
import { button, made } from "./looks.js"
import { addressOf, drawing, listed, say, sayOf } from "./texts.js"
import { withNext } from "./doors.js"

/**
 * @typedef {object} Drawn
 * @property {HTMLElement} whole
 * @property {HTMLTextAreaElement} area
 * @property {HTMLButtonElement} send
 * @property {HTMLElement} row
 * @property {HTMLElement} told
 * @property {HTMLElement} form
 * @property {HTMLElement} opener
 */

/**
 * @param {{label: string, help: string, does: string, readers: string[]}} about
 * @param {{send: () => void, open: () => void}} acts
 * @returns {Drawn}
 */
export function drawField({ label, help, does, readers }, acts) {
  const area = made("textarea", {
    id: "words", class: "input", dir: "auto", autocomplete: "off", spellcheck: "true",
    "aria-describedby": help ? "help told" : "told",
  })
  const send = button(say(does), acts.send, "button--solid")
  const told = made("div", { id: "told", role: "status" })
  const row = made("div", { class: "row" }, send,
    made("span", { class: "seal" }, drawing("lock"), made("span", {}, sealedFor(readers))))
  const form = made("div", { class: "stack" },
    made("div", { class: "field" },
      made("label", { class: "label", for: "words" }, label),
      help ? made("p", { id: "help", class: "soft" }, help) : null,
      area),
    row)
  const opener = made("div", { class: "row", hidden: true }, button(say("change"), acts.open))
  return { whole: made("div", { class: "stack" }, opener, form, told), area, send, row, told, form, opener }
}

/** What has become of it, or what is in the way; said aloud by its region. @param {Drawn} drawn @param {...Node} told */
export function tell(drawn, ...told) {
  drawn.told.replaceChildren(...told)
}

/** @param {string} name @param {Record<string, string>} [holes] */
export function good(name, holes) {
  return made("p", { class: "soft" }, say(name, holes))
}

/** The same, so that it stands out. @param {string} name @param {Record<string, string>} [holes] */
export function note(name, holes) {
  return made("p", { class: "note note--good" }, say(name, holes))
}

/**
 * What happened, what was kept, and what to do.
 *
 * @param {string} code
 * @param {{names: string[], isKept: boolean}} about
 */
export function drawTrouble(code, { names, isKept }) {
  const kind = code === "sealing.somebody-else" ? "note note--harm" : "note"
  return made("div", { class: kind },
    made("p", {}, sayOf(code, { names: listed(names), name: listed(names) })),
    made("p", {}, say(isKept ? "kept.draft" : "kept.here")),
    wayOut(code))
}

/** Nothing more is written here; what one had begun is still one's own to read and to copy. @param {string} begun */
export function drawClosed(begun) {
  const closed = made("p", { class: "soft" }, say("sealing.room-closed"))
  if (!begun) return [closed]
  return [closed, made("div", { class: "note" },
    made("p", {}, say("draft.closed")), made("p", { class: "text", dir: "auto" }, begun))]
}

/**
 * Whether somebody new may read from now on.
 *
 * @param {string[]} names
 * @param {{yes: () => void, no: () => void}} acts
 */
export function drawNewcomers(names, { yes, no }) {
  return made("div", { class: "note" },
    made("p", {}, sayOf("sealing.new-member", { names: listed(names) })),
    made("div", { class: "row" }, button(say("let-in"), yes), button(say("not-now"), no, "button--quiet")))
}

/** @param {string} code */
function wayOut(code) {
  if (code === "sealing.signed-out") {
    return made("p", {},
      made("a", { href: addressOf("page.enter"), target: "_blank" }, say("enter")), ` ${say("enter.then")}`)
  }
  if (code === "sealing.one-way-in") {
    return made("p", {}, made("a", { href: withNext("page.second") }, say("second")))
  }
  if (code === "sealing.key-replaced") {
    return made("p", {}, made("a", { href: withNext("page.numbers") }, say("numbers")))
  }
  return null
}

/** @param {string[]} readers oneself last */
function sealedFor(readers) {
  const others = readers.slice(0, -1)
  return others.length ? say("sealed-for", { names: listed([say("you-too"), ...others]) }) : say("sealed-for-you")
}
