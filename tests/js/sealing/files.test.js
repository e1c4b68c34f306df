import assert from "node:assert/strict"
import { test } from "node:test"
import fc from "fast-check"

import { Encrypter, Stanza } from "../../../amanah/static/vendor/age.js"
import { toBytes } from "../../../amanah/static/js/sealing/bytes.js"
import { onlyStanza, openWith, sealTo } from "../../../amanah/static/js/sealing/files.js"
import { refused, somebody } from "./cast.js"

const { self: { recipient }, identity } = await somebody()
const argument = fc.string({ unit: fc.constantFrom(..."abcXZ09/+-=>"), minLength: 1, maxLength: 20 })
const stanza = fc.tuple(fc.array(argument, { minLength: 1, maxLength: 4 }), fc.uint8Array({ maxLength: 200 }))

test("the one stanza of a file is read as age reads it, and more or fewer are refused", async () => {
  await fc.assert(fc.asyncProperty(fc.array(stanza, { maxLength: 3 }), async (stanzas) => {
    const encrypter = new Encrypter()
    for (const [args, body] of stanzas) encrypter.addRecipient({ wrapFileKey: () => [new Stanza(args, body)] })
    const file = await encrypter.encrypt("any")
    let seen = null
    const look = { unwrapFileKey(found) { seen = found; return null } }
    await refused("sealing.damaged", openWith(look, file))
    assert.equal(seen.length, stanzas.length)

    if (stanzas.length === 1) assert.deepEqual(onlyStanza(file), seen[0].args)
    else assert.throws(() => onlyStanza(file), { code: "sealing.damaged" })
  }))
})

test("a file of ours opens, and what is not a file is refused", async () => {
  const file = await sealTo(recipient, toBytes("Salaam"))
  assert.equal(onlyStanza(file)[0], "X25519")
  assert.deepEqual(await openWith(identity, file), toBytes("Salaam"))

  const rest = "-> X25519 a\nAA\n--- AA\n"
  for (const text of ["", "age-encryption.org/v1", "age-encryption.org/v1\n", rest,
    `age-encryption.org/v2\n${rest}`, ` age-encryption.org/v1\n${rest}`]) {
    assert.throws(() => onlyStanza(toBytes(text)), { code: "sealing.damaged" }, text)
    await refused("sealing.damaged", openWith(identity, toBytes(text)))
  }
})
