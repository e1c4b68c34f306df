/** How addresses in words are drawn: they lead nowhere until somebody has read where. */
import { button, made } from "./looks.js"
import { piecesOf } from "./links.js"
import { say } from "./texts.js"

/** Words, their addresses inert. @param {string} words */
export function textWithLinks(words) {
  const told = made("div", {})
  const pieces = piecesOf(words).map(({ text, url, host }) =>
    url && host ? inert(text, () => ask(told, url, host)) : document.createTextNode(text))
  return made("div", {}, made("p", { class: "text", dir: "auto" }, ...pieces), told)
}

/** @param {string} text @param {() => void} act */
function inert(text, act) {
  const one = made("button", { type: "button", class: "link", dir: "ltr" }, text)
  one.addEventListener("click", act)
  return one
}

/**
 * Say where it leads, and let the reader choose.
 *
 * @param {HTMLElement} told
 * @param {string} url
 * @param {string} host
 */
function ask(told, url, host) {
  const open = made("a", {
    class: "button", href: url, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer",
  }, say("link.open"))
  const close = () => told.replaceChildren()
  open.addEventListener("click", () => setTimeout(close))
  told.replaceChildren(made("div", { class: "note asked" },
    made("p", {}, say("link.leads"), " ", made("bdi", { class: "host", dir: "ltr" }, host)),
    made("div", { class: "row" }, open, button(say("not-now"), close, "button--quiet"))))
  open.focus()
}
