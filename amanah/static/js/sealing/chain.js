/**
 * The chain of a room: each head is a hash of the head before it and of the file that follows.
 */
import { concat, sha256, toBytes } from "./bytes.js"

/** What a room comes to before its first words. @param {string} room */
export function firstHead(room) {
  return sha256(toBytes(`amanah/chain/v1\n${room}`))
}

/** @param {Uint8Array} head @param {Uint8Array} sha of the next file */
export function nextHead(head, sha) {
  return sha256(concat(head, sha))
}

/** @param {Uint8Array} head @param {Uint8Array[]} shas */
export async function foldHeads(head, shas) {
  let folded = head
  for (const sha of shas) folded = await nextHead(folded, sha)
  return folded
}
