/**
 * Makes vectors.json: one of everything that is sealed, of people whose keys are known.
 *
 *   node tests/js/sealing/make-vectors.mjs > tests/js/sealing/vectors.json
 *
 * `vectors.test.js` and `tests/sealing/test_vectors.py` hold it against the formats, the latter with
 * another library in another language. It is made anew only when a format has a new version.
 */
import { bech32, identityToRecipient } from "../../../amanah/static/vendor/age.js"
import { sha256, sign, toBase64, toBytes, toText } from "../../../amanah/static/js/sealing/bytes.js"
import { firstHead, nextHead } from "../../../amanah/static/js/sealing/chain.js"
import { keysOf, writeEnvelope } from "../../../amanah/static/js/sealing/envelopes.js"
import { openBy } from "../../../amanah/static/js/sealing/files.js"
import { makeGrant } from "../../../amanah/static/js/sealing/grants.js"
import { selfOf } from "../../../amanah/static/js/sealing/identity.js"
import { sealByPasskey, sealByPhrase } from "../../../amanah/static/js/sealing/locks.js"
import { numberOf } from "../../../amanah/static/js/sealing/numbers.js"
import { pairKey } from "../../../amanah/static/js/sealing/pairs.js"
import { newPins, sealPins } from "../../../amanah/static/js/sealing/pins.js"
import { sealToSelf } from "../../../amanah/static/js/sealing/selves.js"

const MESSAGE = "سلام 🌱"
const PHRASE = "abacus yonder zippy walnut trusting sleet"
const ROOM = "3f0c8f0e-6d0f-4c57-9a55-0d3f2a6f8a10"
const PRIVATE = "5c1f4a7e-2b90-4d3f-8c55-6f1f0f3a9d21"
const PERSONS = {
  amina: "a1b2c3d4-0000-4000-8000-00000000000a",
  bilal: "0b2c3d4e-0000-4000-8000-00000000000b",
}

const identityOf = (raw) => bech32.encodeFromBytes("AGE-SECRET-KEY-", raw).toUpperCase()
const known = (name) => sha256(toBytes(`amanah/vectors/${name}`))

async function person(name) {
  const identity = identityOf(await known(name))
  const recipient = await identityToRecipient(identity)
  return { person: PERSONS[name], identity, recipient, number: await numberOf(recipient) }
}

const people = { amina: await person("amina"), bilal: await person("bilal") }
const selves = { amina: await selfOf(people.amina.identity), bilal: await selfOf(people.bilal.identity) }
const members = Object.fromEntries(Object.values(people).map((one) => [one.person, one.recipient]))
const message = toBytes(MESSAGE)

async function pairs() {
  const made = []
  for (const purpose of ["words", "grant", "disclosure"]) {
    for (const [from, to] of [["amina", "bilal"], ["bilal", "amina"], ["amina", "amina"]]) {
      const key = await pairKey(selves[from], people[to].recipient, purpose, "to")
      made.push({ purpose, from, to, mac: toBase64(await sign(key, message)) })
    }
  }
  return made
}

async function chain() {
  const shas = [await known("first file"), await known("second file"), await known("third file")]
  const heads = [await firstHead(ROOM)]
  for (const sha of shas) heads.push(await nextHead(heads.at(-1), sha))
  return { room: ROOM, shas: shas.map(toBase64), heads: heads.map(toBase64) }
}

async function room() {
  const key = identityOf(await known("room"))
  const head = toBase64(await firstHead(ROOM))
  const keys = await keysOf(key, ROOM, 1)
  const grant = await makeGrant(selves.amina, {
    suite: "x25519/1", room: ROOM, epoch: 1, roomKey: key, by: PERSONS.amina,
    to: people.bilal.recipient, members, from_n: 1, head,
  })
  const words = {
    v: 1, room: ROOM, epoch: 1, n: 1, mid: "9d3f0f3a-1c55-4f1f-8c90-7e2b5c1f4a21", by: PERSONS.amina,
    kind: "message", ref: "", at: "2026-11-27T07:00:00.000Z", head, pins: 3, text: MESSAGE,
  }
  const { file, sha256: sha } = await writeEnvelope(selves.amina, keys, words, members)
  const plain = toText(await openBy(keys.decrypter, file))
  return { key, grant, words, envelope: { file: toBase64(file), sha256: toBase64(sha), plain } }
}

async function own() {
  const secret = { person: PERSONS.amina, generation: 1, identity: people.amina.identity }
  const pins = { ...newPins(PERSONS.amina, 1, PRIVATE), counter: 3 }
  const prf = await known("prf")
  const note = JSON.stringify({ text: MESSAGE })
  return {
    mac: toBase64(await sign(selves.amina.macKey, message)),
    note: { text: note, file: toBase64(await sealToSelf(selves.amina, note)) },
    pins: { ...pins, blob: toBase64(await sealPins(selves.amina, pins)) },
    phrase: { phrase: PHRASE, blob: toBase64(await sealByPhrase(secret, PHRASE)) },
    passkey: { prf: toBase64(prf), blob: toBase64(await sealByPasskey(secret, prf)) },
  }
}

const vectors = {
  message: MESSAGE, people, own: await own(), pairs: await pairs(), chain: await chain(), room: await room(),
}
console.log(JSON.stringify(vectors, null, 1))
