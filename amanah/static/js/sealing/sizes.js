/**
 * How large files are made before they are sealed, so that a length tells one of a few sizes only:
 * powers of two up to a megabyte, then whole megabytes.
 */
const LEAST = 4 * 1024
const STEP = 1024 * 1024

/** What a file may have at most. */
export const MOST = 10 * STEP

/** @param {number} length @returns {number} the size that a file of this length is filled up to */
export function sizeFor(length) {
  if (length > STEP) return Math.ceil(length / STEP) * STEP
  let size = LEAST
  while (size < length) size *= 2
  return size
}

/** The bytes, and zeros up to their size. @param {Uint8Array} bytes @returns {Uint8Array<ArrayBuffer>} */
export function filled(bytes) {
  const whole = new Uint8Array(sizeFor(bytes.length))
  whole.set(bytes)
  return whole
}

/**
 * The bytes without what they were filled up with; nothing where that is not how they were made.
 *
 * @param {Uint8Array} whole
 * @param {number} length
 */
export function emptied(whole, length) {
  if (whole.length !== sizeFor(length) || whole.subarray(length).some((one) => one !== 0)) return null
  return whole.slice(0, length)
}
