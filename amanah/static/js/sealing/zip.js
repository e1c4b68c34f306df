/**
 * Zip archives, as plain as they can be: files beside each other, not compressed. What is sealed
 * would not grow smaller.
 */
import { toBytes } from "./bytes.js"

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const VERSION = 20
const NAMES_IN_UTF8 = 0x0800
const TABLE = table()

/** @typedef {{name: string, content: Uint8Array}} Entry */

/**
 * The parts of an archive, in order; joined they are the file.
 *
 * @param {Entry[]} entries
 * @param {Date} at when it is made
 * @returns {Uint8Array[]}
 */
export function zipped(entries, at) {
  /** @type {Uint8Array[]} */
  const files = []
  /** @type {Uint8Array[]} */
  const list = []
  let offset = 0
  for (const { name, content } of entries) {
    const path = toBytes(name)
    const about = [
      ...two(VERSION), ...two(NAMES_IN_UTF8), ...two(0), ...moment(at), ...four(crc(content)),
      ...four(content.length), ...four(content.length), ...two(path.length), ...two(0),
    ]
    const head = Uint8Array.from([...four(LOCAL), ...about, ...path])
    files.push(head, content)
    list.push(Uint8Array.from([
      ...four(CENTRAL), ...two(VERSION), ...about, ...two(0), ...two(0), ...two(0), ...four(0),
      ...four(offset), ...path,
    ]))
    offset += head.length + content.length
  }
  const size = list.reduce((sum, { length }) => sum + length, 0)
  const end = Uint8Array.from([
    ...four(END), ...two(0), ...two(0), ...two(list.length), ...two(list.length), ...four(size),
    ...four(offset), ...two(0),
  ])
  return [...files, ...list, end]
}

/** @param {Uint8Array} content */
export function crc(content) {
  let rest = 0xffffffff
  for (const byte of content) rest = TABLE[(rest ^ byte) & 0xff] ^ (rest >>> 8)
  return (rest ^ 0xffffffff) >>> 0
}

function table() {
  return Uint32Array.from({ length: 256 }, (_none, start) => {
    let rest = start
    for (let turn = 0; turn < 8; turn += 1) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1
    return rest >>> 0
  })
}

/** Time and day as MS-DOS wrote them. @param {Date} at */
function moment(at) {
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1)
  const day = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate()
  return [...two(time), ...two(day)]
}

/** @param {number} value */
function two(value) {
  return [value & 0xff, (value >>> 8) & 0xff]
}

/** @param {number} value */
function four(value) {
  return [...two(value), ...two(value >>> 16)]
}
