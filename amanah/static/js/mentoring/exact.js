/**
 * The exact text of an agreement, whose hash is signed: the same in every language, and the same
 * as mentoring/agreement/exact.py makes where there are no words. Knows nothing of pages.
 */
const TITLE = "amanah/agreement/v1"

/**
 * @typedef {object} Agreed what a page shows
 * @property {string} mentorship
 * @property {string} version
 * @property {string} fixed which wording of the fixed text it is
 * @property {Record<string, string>} members their roles, by their places in the mentorship
 * @property {Record<string, string>} choices
 * @property {Record<string, string>} words opened, by clause
 */

/** @param {Agreed} agreed */
export function exactText({ mentorship, version, fixed, members, choices, words }) {
  return JSON.stringify([
    TITLE, mentorship, version, fixed, ordered(members), ordered(choices), ordered(words),
  ])
}

/** @param {string} text @returns {Promise<string>} SHA-256, in hexadecimal */
export async function hashOf(text) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)))
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("")
}

/** @param {Record<string, string>} named */
function ordered(named) {
  return Object.entries(named).sort(([one], [other]) => (one < other ? -1 : 1))
}
