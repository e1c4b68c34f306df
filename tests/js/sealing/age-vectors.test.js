import assert from "node:assert/strict"
import { createHash } from "node:crypto"
import { test } from "node:test"
import { inflateSync } from "node:zlib"

import * as vectors from "cctv-age"

import { Decrypter, armor } from "../../../amanah/static/vendor/age.js"

const HOW_MANY = 143

/** A vector: lines of what is to be expected, an empty line, the file. */
function read(vector) {
  const end = Buffer.from(vector).indexOf("\n\n")
  const said = new Map()
  for (const line of Buffer.from(vector).subarray(0, end).toString().split("\n")) {
    const [name, ...value] = line.split(": ")
    said.set(name, [...(said.get(name) ?? []), value.join(": ")])
  }
  const body = vector.subarray(end + 2)
  const file = said.get("compressed") ? new Uint8Array(inflateSync(body)) : body
  return { file, expect: said.get("expect")[0], said }
}

async function open({ file, said }) {
  const decrypter = new Decrypter()
  for (const phrase of said.get("passphrase") ?? []) decrypter.addPassphrase(phrase)
  for (const identity of said.get("identity") ?? []) decrypter.addIdentity(identity)
  const bytes = said.get("armored") ? armor.decode(new TextDecoder("latin1").decode(file)) : file
  return await decrypter.decrypt(bytes)
}

const REFUSALS = ["no match", "HMAC failure", "header failure", "payload failure", "armor failure"]

test("the shipped age does as all of the C2SP vectors say", async (t) => {
  const counts = {}
  for (const [name, vector] of Object.entries(vectors)) {
    const wanted = read(vector)
    counts[wanted.expect] = (counts[wanted.expect] ?? 0) + 1
    if (wanted.expect === "success") {
      const plain = createHash("sha256").update(await open(wanted)).digest("hex")
      assert.equal(plain, wanted.said.get("payload")[0], name)
    } else {
      assert.ok(REFUSALS.includes(wanted.expect), `${name} expects ${wanted.expect}`)
      await assert.rejects(open(wanted), Error, name)
    }
  }
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const armored = Object.values(vectors).filter((vector) => read(vector).said.get("armored")).length
  t.diagnostic(`age vectors: ${total}, ${armored} of them armored: ${JSON.stringify(counts)}`)
  assert.equal(total, HOW_MANY)
  assert.ok(counts.success > 20 && armored > 20)
})
