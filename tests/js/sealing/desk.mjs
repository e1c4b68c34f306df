/**
 * Seals and opens with our modules for whoever asks from another language: one JSON object on
 * standard input, what to do as the argument, one JSON object on standard output.
 */
import { text } from "node:stream/consumers"

import { Decrypter, armor } from "../../../amanah/static/vendor/age.js"
import { fromBase64, toBase64, toText } from "../../../amanah/static/js/sealing/bytes.js"
import { keysOf, openEnvelope, writeEnvelope } from "../../../amanah/static/js/sealing/envelopes.js"
import { newIdentity, selfOf } from "../../../amanah/static/js/sealing/identity.js"
import { openByPhrase, sealByPhrase } from "../../../amanah/static/js/sealing/locks.js"
import { codeFromFile, fileText, newCode } from "../../../amanah/static/js/sealing/sheets.js"
import { memberMap, openRoom, somebody, wordsOf } from "./cast.js"

const ACTS = {
  /** Words in a room of one. */
  async room({ text: said }) {
    const amina = await somebody()
    const room = await openRoom(amina)
    const words = wordsOf(amina, room, said)
    const { file } = await writeEnvelope(amina.self, room.keys, words, room.members)
    const { identity, person } = amina
    const told = { identity, person, key: room.roomKey, recipient: room.keys.recipient, room: room.room }
    return { ...told, words, file: toBase64(file) }
  },

  /** The words of such a room, from a file that another has sealed. */
  async words({ file, key, room, identity, person }) {
    const self = await selfOf(identity)
    const keys = await keysOf(key, room, 1)
    return await openEnvelope(self, keys, fromBase64(file), memberMap([{ person, self }]))
  },

  /** A lock behind a code, as a sheet and as a file to keep. */
  async sheet({ words }) {
    const secret = { person: crypto.randomUUID(), generation: 1, identity: await newIdentity() }
    const code = newCode()
    const blob = await sealByPhrase(secret, code)
    return { secret, code, blob: toBase64(blob), file: fileText(code, blob, words) }
  },

  /** The lock in a file that was kept. */
  async kept({ file, expected }) {
    const code = codeFromFile(file)
    const blob = armor.decode(file.slice(file.indexOf("-----BEGIN")))
    return { code, secret: await openByPhrase(blob, code, expected) }
  },

  /** Whatever age has sealed under a phrase, opened by the vendored age and then as a lock. */
  async phrase({ file, phrase, expected }) {
    const decrypter = new Decrypter()
    decrypter.addPassphrase(phrase)
    const plain = toText(await decrypter.decrypt(fromBase64(file)))
    const refusal = await openByPhrase(fromBase64(file), phrase, expected).then(() => "", ({ code }) => code)
    return { plain, refusal }
  },
}

console.log(JSON.stringify(await ACTS[process.argv[2]](JSON.parse(await text(process.stdin)))))
