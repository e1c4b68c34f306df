/**
 * A moment as the reader's language writes it, in the reader's own zone.
 *
 * @param {string} moment as ISO 8601 has it, with its offset
 * @param {{language?: string, zone?: string}} [reader]
 * @returns {string} nothing where it is not a moment
 */
export function inWords(moment, { language, zone } = {}) {
  const instant = new Date(moment)
  if (Number.isNaN(instant.valueOf())) return ""
  return instant.toLocaleString(language, { dateStyle: "long", timeStyle: "short", timeZone: zone })
}
