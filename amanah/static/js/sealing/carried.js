/**
 * Files that go with words: each sealed to the room's key in a file of its own. The envelope of the
 * words vouches for it.
 */
import { LONGEST } from "./attached.js"
import { Refused, sha256, toBase64 } from "./bytes.js"
import { hand } from "./desk.js"
import { onlyStanza, openBy, sealTo } from "./files.js"
import { readyIn, see } from "./rooms.js"
import { MOST, emptied, filled } from "./sizes.js"

/**
 * @typedef {import("./desk.js").Desk} Desk
 * @typedef {import("./attached.js").Attachment} Attachment
 */

/**
 * Seal a file for a room, as it is now.
 *
 * @param {Desk} desk
 * @param {{room: string, file: string, type: string, bytes: Uint8Array}} wanted
 * @returns {Promise<{attachment: Attachment, sealed: Uint8Array}>}
 */
export async function sealFile(desk, { room, file, type, bytes }) {
  if (bytes.length > MOST) throw new Refused("sealing.attachment-too-large", "more than ten megabytes")
  const { epoch } = (await readyIn(desk, room)).ready
  const sealed = await sealTo(epoch.keys.recipient, filled(bytes))
  return {
    attachment: {
      v: 1, name: crypto.randomUUID(), file: file.slice(0, LONGEST), type: type.slice(0, LONGEST),
      size: bytes.length, epoch: epoch.number, sha256: toBase64(await sha256(sealed)),
    },
    sealed,
  }
}

/**
 * Open a file that the server gave for one that words name. Anything else than exactly that file is
 * refused before it is opened: another's, another room's, one that was changed or cut short.
 *
 * @param {Desk} desk
 * @param {{room: string, attachment: Attachment, sealed: Uint8Array}} wanted
 * @returns {Promise<{bytes: Uint8Array}>}
 */
export async function openFile(desk, { room, attachment, sealed }) {
  const held = hand(desk)
  if (toBase64(await sha256(sealed)) !== attachment.sha256) throw other()
  if (!held.rooms.get(room)?.has(attachment.epoch)) await see(desk, { room, newest: 1 })
  const epoch = held.rooms.get(room)?.get(attachment.epoch)
  if (!epoch) throw new Refused("sealing.not-granted", "of an epoch that was not opened to me")
  if (onlyStanza(sealed)[0] !== "X25519") throw other()
  const bytes = emptied(await openBy(epoch.keys.decrypter, sealed), attachment.size)
  if (!bytes) throw other()
  return { bytes }
}

function other() {
  return new Refused("sealing.attachment-other", "not the file that the words name")
}
