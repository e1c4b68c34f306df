/**
 * Languages that write digits of their own where browsers would not; the server gives them 24 hours.
 *
 * @type {Record<string, string>}
 */
const DIGITS = { ar: "arab", fa: "arabext", ur: "arabext" }

/** @typedef {{language?: string, preferred?: readonly string[], zone?: string}} Reader */

/**
 * A moment as the reader's language writes it, in the reader's own zone.
 *
 * @param {string} moment as ISO 8601 has it, with its offset
 * @param {Reader} [reader]
 * @returns {string} nothing where it is not a moment
 */
export function inWords(moment, reader) {
  return written(moment, { dateStyle: "long", timeStyle: "short" }, reader)
}

/** Its day alone, without the year. @param {string} moment @param {Reader} [reader] */
export function dayInWords(moment, reader) {
  return written(moment, { day: "numeric", month: "long" }, reader)
}

/** Its day, with the year where that is not this one. @param {string} moment @param {Date} now @param {Reader} [reader] */
export function dateInWords(moment, now, reader) {
  const isThis = new Date(moment).getFullYear() === now.getFullYear()
  return isThis ? dayInWords(moment, reader) : written(moment, { dateStyle: "long" }, reader)
}

/** Its hour alone. @param {string} moment @param {Reader} [reader] */
export function timeInWords(moment, reader) {
  return written(moment, { timeStyle: "short" }, reader)
}

/**
 * @param {string} moment
 * @param {Intl.DateTimeFormatOptions} parts
 * @param {Reader} [reader]
 */
function written(moment, parts, { language = "en", preferred = [], zone } = {}) {
  const instant = new Date(moment)
  if (Number.isNaN(instant.valueOf())) return ""
  return instant.toLocaleString(variety(language, preferred), {
    ...parts,
    timeZone: zone,
    numberingSystem: DIGITS[language.split("-")[0]],
    hourCycle: language in DIGITS && parts.timeStyle ? "h23" : undefined,
  })
}

/**
 * The reader's own variety of the page's language: someone in Cork reads en-IE, not en-US.
 *
 * @param {string} language of the page
 * @param {readonly string[]} preferred what the browser is set to, first choice first
 */
export function variety(language, preferred) {
  const own = preferred.find((tag) => tag.split("-")[0] === language && tag !== language)
  return own ?? (language === "en" ? "en-GB" : language)
}
