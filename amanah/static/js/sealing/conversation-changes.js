/**
 * Changing one's own words, and taking them back. Both are sealed words of their own, so that the
 * others read what became of the first.
 */
import { codeOf, peopleOf } from "./asking.js"
import { drawTrouble } from "./field-drawn.js"
import { hooks } from "./hooks.js"
import { button, made } from "./looks.js"
import { say } from "./texts.js"

/**
 * @typedef {import("./words-drawn.js").Word} Word
 * @typedef {{room: string, isOwn: boolean, done: () => void, cancel: () => void}} About
 */

/** Changes that were begun and not sent, by the name of their words: in this page alone. @type {Map<string, string>} */
const begun = new Map()

addEventListener("beforeunload", (leaving) => {
  if (begun.size) leaving.preventDefault()
})

/**
 * Put a field with the words in their place, as far as one had changed them before.
 *
 * @param {Word} word
 * @param {HTMLElement} article
 * @param {About} about
 */
export function change(word, article, { room, isOwn, done, cancel }) {
  const area = made("textarea", { id: "changed", class: "input", dir: "auto", autocomplete: "off", spellcheck: "true" })
  area.value = begun.get(word.mid) ?? word.text
  area.addEventListener("input", () => note(word, area.value))
  const leave = () => {
    begun.delete(word.mid)
    cancel()
  }
  const told = made("div", { role: "status" })
  const send = button(say(isOwn ? "talk.keep-change" : "talk.send-change"), () => attempt(send, told, async () => {
    if (area.value === word.text) return leave()
    await hooks.send({ room, kind: word.kind, ref: word.mid, text: area.value })
    begun.delete(word.mid)
    done()
  }), "button--solid")
  const inside = made("div", { class: "stack" },
    made("div", { class: "field" }, made("label", { class: "label", for: "changed" }, say("talk.changed")), area),
    made("div", { class: "row" }, send, button(say("not-now"), leave, "button--quiet")), told)
  area.addEventListener("keydown", ({ key }) => void (key === "Escape" && area.value === word.text && cancel()))
  article.replaceChildren(inside)
  article.classList.add("word--changing")
  area.focus()
}

/** @param {Word} word @param {string} text */
function note({ mid, text: before }, text) {
  if (text === before) begun.delete(mid)
  else begun.set(mid, text)
}

/**
 * Ask once, then take words back.
 *
 * @param {Word} word
 * @param {HTMLElement} article
 * @param {About} about
 */
export function takeBack(word, article, { room, isOwn, done, cancel }) {
  const told = made("div", { role: "status" })
  const yes = button(say("talk.take-back"), () => attempt(yes, told, async () => {
    await hooks.send({ room, kind: "withdrawn", ref: word.mid, text: "" })
    done()
  }))
  const asked = made("div", { class: "note asked", role: "group", "aria-label": say("talk.take-back") },
    made("p", {}, say(isOwn ? "talk.take-back.own" : "talk.take-back.asked")),
    made("div", { class: "row" }, yes, button(say("not-now"), cancel, "button--quiet")), told)
  article.querySelector(".acts")?.replaceWith(asked)
  yes.focus()
}

/**
 * @param {HTMLButtonElement} one
 * @param {HTMLElement} told
 * @param {() => Promise<void>} act
 */
async function attempt(one, told, act) {
  one.disabled = true
  told.replaceChildren()
  try {
    await act()
  } catch (why) {
    told.replaceChildren(drawTrouble(codeOf(why), { names: peopleOf(why), isKept: false }))
  }
  one.disabled = false
}
