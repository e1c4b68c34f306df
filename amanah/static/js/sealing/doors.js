/**
 * The ways to open one's lock, where words are locked: a touch, the phrase, or the page on which
 * every other way is.
 */
import { ask, codeOf } from "./asking.js"
import { button, made } from "./looks.js"
import { tidy } from "./phrases.js"
import { addressOf, say, sayOf } from "./texts.js"
import { canTouch, touch } from "./touch.js"

/** @typedef {import("./asking.js").State} State */

/** @param {State} state @returns {HTMLElement} */
export function doors(state) {
  const shared = made("input", { type: "checkbox" })
  const told = made("p", { role: "alert", class: "note", hidden: true })
  const mayRemember = () => !shared.checked
  const ids = state.ways.filter(({ kind }) => kind === "passkey").map(({ credential }) => credential)
  const isByTouch = ids.length > 0 && canTouch()
  const phrase = state.ways.some(({ kind }) => kind === "phrase") ? phraseDoor(told, mayRemember) : null
  const byTouch = isByTouch
    ? button(say("open.touch"), () => openByTouch(ids, told, mayRemember()), "button--solid")
    : null
  if (phrase && !isByTouch) phrase.opener.classList.add("button--solid")
  const other = made("a", { class: "button button--quiet", href: withNext("page.lock") }, say("open.other"))
  return made("div", { class: "stack" },
    made("div", { class: "row" }, byTouch, phrase?.opener ?? null, other),
    phrase?.form ?? null,
    made("label", { class: "yes" }, shared, made("span", {}, say("open.shared"))),
    told)
}

/** A page of the lock, which leads back to this one. @param {string} name */
export function withNext(name) {
  return `${addressOf(name)}?${new URLSearchParams({ next: location.pathname })}`
}

/**
 * @param {string[]} ids
 * @param {HTMLElement} told
 * @param {boolean} remember
 */
async function openByTouch(ids, told, remember) {
  const touched = await attempt(told, () => touch(ids))
  if (!touched) return
  await attempt(told, () => ask("open", { by: "passkey", remember, ...touched }))
  touched.prf.fill(0)
}

/**
 * @param {HTMLElement} told
 * @param {() => boolean} mayRemember
 */
function phraseDoor(told, mayRemember) {
  const field = made("input", {
    id: "phrase", class: "input", type: "password", autocomplete: "current-password",
    autocapitalize: "none", spellcheck: "false", dir: "ltr",
  })
  const send = made("button", { class: "button button--solid" }, say("open.open"))
  const form = made("form", { class: "field", hidden: true },
    made("label", { class: "label", for: "phrase" }, say("open.phrase")), field,
    made("div", { class: "row" }, send))
  form.addEventListener("submit", async (event) => {
    event.preventDefault()
    send.disabled = true
    await attempt(told, () => ask("open", { by: "phrase", phrase: tidy(field.value), remember: mayRemember() }))
    send.disabled = false
  })
  const opener = button(say("open.use-phrase"), () => {
    form.hidden = !form.hidden
    opener.setAttribute("aria-expanded", String(!form.hidden))
    if (!form.hidden) field.focus()
  })
  opener.setAttribute("aria-expanded", "false")
  return { opener, form }
}

/**
 * @template Result
 * @param {HTMLElement} told
 * @param {() => Promise<Result>} act
 */
async function attempt(told, act) {
  told.hidden = true
  try {
    return await act()
  } catch (why) {
    told.replaceChildren(sayOf(codeOf(why)))
    told.hidden = false
    return null
  }
}
