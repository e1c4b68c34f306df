/**
 * How choosing and writing is drawn, and beside it what they will see, as it is chosen.
 */
import { button, made } from "../sealing/looks.js"
import { dayOf, drawing, listed, say, timeOf } from "../sealing/texts.js"

/**
 * @typedef {import("../sealing/disclosing.js").Family} Family
 * @typedef {import("../sealing/disclosing.js").Version} Version
 * @typedef {object} Drawn
 * @property {HTMLElement} whole
 * @property {HTMLElement} list
 * @property {HTMLTextAreaElement} area
 * @property {HTMLButtonElement} send
 * @property {(words: string, kind?: string) => void} tell
 *
 * @typedef {{words: Family[], hasOlder: boolean, hasSource: boolean, readers: string[], chosen: Set<string>, text: string}} About
 * @typedef {{older: () => void, send: () => void, choose: (mid: string, is: boolean) => void}} Acts
 */

const TEXTS = ["open", "unproven", "histories"]

/** @param {About} about @param {Acts} acts @returns {Drawn} */
export function drawSender(about, acts) {
  const { words, chosen, readers, text } = about
  const preview = made("div", { class: "stack" })
  const area = made("textarea", { id: "words", class: "input", dir: "auto", autocomplete: "off", "aria-describedby": "help" })
  area.value = text
  const again = () => preview.replaceChildren(...previewOf(words.filter(({ mid }) => chosen.has(mid)), area.value))
  area.addEventListener("input", again)
  const list = listOf(about, acts, again)
  const told = made("div", { id: "told", role: "status" })
  const send = button(say("concern.send"), acts.send, "button--solid")
  again()
  const whole = made("div", { class: "stack" },
    list,
    made("div", { class: "field" },
      made("label", { class: "label", for: "words" }, say("concern.label")),
      made("p", { id: "help", class: "soft" }, say("concern.help")),
      area),
    made("section", { class: "stack", "aria-labelledby": "preview" },
      made("h3", { id: "preview" }, say("concern.preview")),
      preview),
    made("div", { class: "row" }, send,
      made("span", { class: "seal" }, drawing("lock"), made("span", {}, say("concern.readers", { names: listed(readers) })))),
    told)
  const tell = (/** @type {string} */ said, kind = "note") =>
    told.replaceChildren(...(said ? [made("p", { class: kind }, said)] : []))
  return { whole, list, area, send, tell }
}

/** @param {string} words @param {() => void} again */
export function drawTrouble(words, again) {
  return made("div", { class: "stack" },
    made("p", { class: "note", role: "alert" }, words),
    made("div", { class: "row" }, button(say("again"), again)))
}

/** @param {About} about @param {Acts} acts @param {() => void} again */
function listOf({ words, hasOlder, hasSource, chosen }, acts, again) {
  if (!hasSource) return made("div", { hidden: true })
  if (!words.length) return made("p", { class: "soft", tabindex: "-1" }, say("concern.nothing"))
  return made("div", { class: "stack", role: "group", "aria-labelledby": "which", tabindex: "-1" },
    made("h3", { id: "which" }, say("concern.choose")),
    made("p", { class: "soft" }, say("concern.choose.help")),
    hasOlder ? made("div", { class: "row" }, button(say("concern.older"), acts.older)) : null,
    ...words.map((word) => choiceOf(word, chosen, (is) => {
      acts.choose(word.mid, is)
      again()
    })))
}

/** @param {Family} word @param {Set<string>} chosen @param {(is: boolean) => void} choose */
function choiceOf(word, chosen, choose) {
  const box = made("input", { type: "checkbox", disabled: !word.canBeShown })
  box.checked = chosen.has(word.mid) && word.canBeShown
  box.addEventListener("change", () => choose(box.checked))
  const newest = word.versions.filter((one) => TEXTS.includes(one.state) && one.kind !== "withdrawn").at(-1)
  return made("label", { class: "yes word word--plain" }, box,
    made("span", { class: "stack" },
      newest ? made("span", { class: "text", dir: "auto" }, newest.text) : made("span", { class: "soft" }, say("concern.gone")),
      ...remarksOn(word),
      byline(word)))
}

/** @param {Family} word */
function remarksOn(word) {
  const name = nameOf(word)
  const isUnproven = word.versions.some(({ state }) => state === "unproven" || state === "histories")
  return [
    word.isTakenBack && word.canBeShown ? made("span", { class: "soft" }, say("concern.taken-back", { name })) : null,
    isUnproven ? made("span", { class: "soft" }, say("concern.unproven")) : null,
  ].filter((one) => one !== null)
}

/** @param {Family} word */
function byline(word) {
  return made("span", { class: "by" }, `\u2068${nameOf(word)}\u2069 · ${momentOf(word.versions[0])}`)
}

/** @param {Family} word */
function nameOf({ mine, byName }) {
  return mine ? say("you") : byName
}

/** @param {Version} version */
function momentOf({ at }) {
  return say("moment", { day: dayOf(at), time: timeOf(at) })
}

/** @param {Family[]} chosen @param {string} text */
function previewOf(chosen, text) {
  return [
    ...(chosen.length ? chosen.map(seenOf) : [made("p", { class: "soft" }, say("concern.none-chosen"))]),
    chosen.length ? made("p", { class: "soft" }, say("concern.only")) : null,
    text.trim() ? made("article", { class: "word word--mine" }, made("p", { class: "text", dir: "auto" }, text)) : null,
  ].filter((one) => one !== null)
}

/** One of the words, as they will see it: every version whose bytes are there. @param {Family} word */
function seenOf(word) {
  const versions = word.versions.filter(({ state, kind }) => TEXTS.includes(state) && kind !== "withdrawn")
  return made("article", { class: "word word--plain" },
    versions.length > 1 ? made("p", { class: "soft" }, say("concern.before")) : null,
    ...versions.map(({ text }) => made("p", { class: "text", dir: "auto" }, text)),
    versions.some(({ hasFiles }) => hasFiles) ? made("p", { class: "soft" }, say("concern.files")) : null,
    word.isTakenBack ? made("p", { class: "soft" }, say("concern.withdrawn-then")) : null,
    byline(word))
}
