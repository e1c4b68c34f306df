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

/**
 * Put a field with the words in their place.
 *
 * @param {Word} word
 * @param {HTMLElement} article
 * @param {About} about
 */
export function change(word, article, { room, isOwn, done, cancel }) {
  const area = made("textarea", { id: "changed", class: "input", dir: "auto", autocomplete: "off", spellcheck: "true" })
  area.value = word.text
  const told = made("div", { role: "status" })
  const send = button(say(isOwn ? "talk.keep-change" : "talk.send-change"), () => attempt(send, told, async () => {
    if (area.value === word.text) return cancel()
    await hooks.send({ room, kind: word.kind, ref: word.mid, text: area.value })
    done()
  }), "button--solid")
  const inside = made("div", { class: "stack" },
    made("div", { class: "field" }, made("label", { class: "label", for: "changed" }, say("talk.changed")), area),
    made("div", { class: "row" }, send, button(say("not-now"), cancel, "button--quiet")), told)
  area.addEventListener("keydown", ({ key }) => void (key === "Escape" && area.value === word.text && cancel()))
  article.replaceChildren(inside)
  article.classList.add("word--changing")
  area.focus()
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
