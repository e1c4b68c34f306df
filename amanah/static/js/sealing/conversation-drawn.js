/**
 * How a conversation is drawn: words under the day on which they were written, oldest first, and
 * what one can do with one's own. What stands there already is not drawn anew.
 */
import { hooks } from "./hooks.js"
import { textWithLinks } from "./conversation-links.js"
import { made } from "./looks.js"
import { dateOf, say } from "./texts.js"
import { drawWord } from "./words-drawn.js"

/**
 * @typedef {import("./words-drawn.js").Word} Word
 * @typedef {object} About
 * @property {string} room
 * @property {string[]} others
 * @property {boolean} isLost
 * @property {boolean} mayChange
 * @property {string} newFrom the name of the first words that are new to the reader
 * @property {(word: Word, article: HTMLElement) => void} change
 * @property {(word: Word, article: HTMLElement) => void} takeBack
 */

/** Articles by the name of their words, with what they show. */
export class Shown {
  /** @type {Map<string, {article: HTMLElement, shows: string}>} */
  #articles = new Map()
  /** @type {string} words that are being changed stay as they are */
  held = ""

  /** @param {string} mid */
  article(mid) {
    return this.#articles.get(mid)?.article ?? null
  }

  /** Let what was held be drawn anew. @param {string} mid */
  release(mid) {
    if (this.held === mid) this.held = ""
    const known = this.#articles.get(mid)
    if (known) known.shows = ""
  }

  /**
   * @param {HTMLElement} list
   * @param {Word[]} words
   * @param {About} about
   */
  draw(list, words, about) {
    /** @type {HTMLElement[]} */
    const wanted = []
    let day = ""
    for (const word of words) {
      if (dateOf(word.at) !== day) wanted.push(heading(list, day = dateOf(word.at)))
      if (word.mid === about.newFrom) wanted.push(heading(list, say("talk.new"), "day day--new"))
      wanted.push(this.#put(word, about))
    }
    place(list, wanted)
  }

  /** @param {Word} word @param {About} about */
  #put(word, about) {
    const before = this.#articles.get(word.mid)
    const shows = JSON.stringify([word, about.mayChange, about.isLost, about.others])
    if (before && (before.shows === shows || this.held === word.mid)) return before.article
    const article = drawn(word, about)
    before?.article.replaceWith(article)
    this.#articles.set(word.mid, { article, shows })
    return article
  }
}

/** Words of a conversation, with what may be done with one's own. @param {Word} word @param {About} about */
export function drawn(word, about) {
  const mayChange = about.mayChange && word.mine && word.state === "open"
  const extras = word.state === "open" ? hooks.extras.map((draw) => draw(word, { room: about.room })) : []
  /** @type {HTMLElement} */
  const article = drawWord(word, {
    others: about.others, isLost: about.isLost, isDated: false, drawText: textWithLinks,
    beneath: [...extras, mayChange ? acts(() => about.change(word, article), () => about.takeBack(word, article)) : null],
  })
  article.tabIndex = -1
  return article
}

/** @param {() => void} change @param {() => void} takeBack */
function acts(change, takeBack) {
  return made("div", { class: "acts" }, act("talk.change", change), act("talk.take-back", takeBack))
}

/** @param {string} name @param {() => void} act */
function act(name, act) {
  const one = made("button", { type: "button", class: "act" }, say(name))
  one.addEventListener("click", act)
  return one
}

/**
 * A heading that is there already, or another.
 *
 * @param {HTMLElement} list
 * @param {string} words
 * @param {string} [kind]
 */
function heading(list, words, kind = "day") {
  const before = [...list.children].find((one) => one.className === kind && one.textContent === words)
  return /** @type {HTMLElement} */ (before ?? made("h3", { class: kind }, words))
}

/** Put nodes in their order, moving none that is in its place. @param {HTMLElement} list @param {HTMLElement[]} wanted */
function place(list, wanted) {
  const kept = new Set(wanted)
  for (const one of [...list.children]) if (!kept.has(/** @type {HTMLElement} */ (one))) one.remove()
  let at = list.firstChild
  for (const one of wanted) {
    if (one === at) at = at.nextSibling
    else list.insertBefore(one, at)
  }
}
