/**
 * Finding words among those that are open, in the worker and nowhere else. What is looked for, and
 * what is found, leaves no trace: no name, no request, no address.
 */

// Marks that are often left out in writing: accents, and the vowel signs of Urdu and Arabic.
const MARKS = /[\p{Mn}\u0640\u200b-\u200f\u2060\ufeff]/gu
// Letters that keyboards write in two ways.
const ALIKE = /** @type {Record<string, string>} */ ({
  "\u064a": "\u06cc", "\u0649": "\u06cc", "\u0643": "\u06a9", "\u0629": "\u0647", "\u06c1": "\u0647",
  "\u06be": "\u0647", "\u06c3": "\u0647", "\u0622": "\u0627", "\u0623": "\u0627", "\u0625": "\u0627",
})

/** Words as they are compared: whatever may be written in two ways is one. @param {string} words */
export function plain(words) {
  return words
    .normalize("NFKD")
    .replace(MARKS, "")
    .toLowerCase()
    .replace(/[\u0600-\u06ff]/g, (letter) => ALIKE[letter] ?? letter)
    .replace(/\s+/g, " ")
    .trim()
}

/**
 * Whether every part that is looked for is somewhere in the words.
 *
 * @param {string} words
 * @param {string} wanted parts, by spaces
 */
export function holds(words, wanted) {
  const parts = plain(wanted).split(" ").filter(Boolean)
  const within = plain(words)
  return parts.length > 0 && parts.every((part) => within.includes(part))
}
