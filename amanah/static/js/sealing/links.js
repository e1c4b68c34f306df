/**
 * Addresses in words. They are text until somebody asks where one leads: nothing is fetched, and
 * what is shown of it is the host that the browser would go to, not what was written to look like it.
 */
const LINK = /\bhttps?:\/\/[^\s<>"“”«»\u200e\u200f\u202a-\u202e\u2066-\u2069]+/giu
const AFTER = /[.,;:!?'’)\]}،؛؟۔…]+$/u

/** @typedef {{text: string, url?: string, host?: string}} Piece */

/**
 * Words in pieces, those that are addresses among them.
 *
 * @param {string} words
 * @returns {Piece[]} together they are the words
 */
export function piecesOf(words) {
  /** @type {Piece[]} */
  const pieces = []
  let from = 0
  for (const match of words.matchAll(LINK)) {
    const text = match[0].replace(AFTER, "")
    const link = linkOf(text)
    if (!link) continue
    if (match.index > from) pieces.push({ text: words.slice(from, match.index) })
    pieces.push({ text, ...link })
    from = match.index + text.length
  }
  if (from < words.length) pieces.push({ text: words.slice(from) })
  return pieces
}

/** @param {string} text @returns {{url: string, host: string} | null} nothing where it is no address */
function linkOf(text) {
  try {
    const { protocol, host, href } = new URL(text)
    return ["http:", "https:"].includes(protocol) && host ? { url: href, host } : null
  } catch {
    return null
  }
}
