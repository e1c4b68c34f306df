import assert from "node:assert/strict"
import { test } from "node:test"

import { Encrypter, generateHybridIdentity, identityToRecipient } from "../../../amanah/static/vendor/age.js"
import { fromBase64, padded, sha256, sign, toBase64, toBytes } from "../../../amanah/static/js/sealing/bytes.js"
import { makeGrant, openGrant } from "../../../amanah/static/js/sealing/grants.js"
import { pairKey } from "../../../amanah/static/js/sealing/pairs.js"
import { SUITE, flipped, memberMap, refused, somebody, terms } from "./cast.js"

const [amina, bilal, mallory] = await Promise.all([somebody(), somebody(), somebody()])
const said = await terms(amina, [amina, bilal])
const where = { room: said.room, epoch: 1 }
const grant = await makeGrant(amina.self, { ...said, to: bilal.self.recipient })

/** The grant with something else in its statement, under a MAC by whoever writes it. */
async function restated(change, { by = amina, to = bilal, file = grant.file } = {}) {
  const statement = JSON.stringify({ ...JSON.parse(grant.statement), ...change })
  const mac = await sign(await pairKey(by.self, to.self.recipient, "grant", "to"), toBytes(statement))
  return { statement, mac: toBase64(mac), file }
}

/** The grant of something else than the key of a room. */
async function granting(plain, recipients = [bilal.self.recipient]) {
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  const bytes = await encrypter.encrypt(padded(plain))
  return await restated({ file: toBase64(await sha256(bytes)) }, { file: toBase64(bytes) })
}

const held = { v: 1, room: said.room, epoch: 1, key: said.roomKey }

test("a grant opens to the one it is for, with all that it says", async () => {
  const { roomKey, members, head } = said
  assert.deepEqual(await openGrant(bilal.self, grant, where), {
    suite: SUITE, room: said.room, epoch: 1, from: amina.self.recipient, by: amina.person,
    members, from_n: 1, head, roomKey,
  })
})

test("one grants to oneself, too", async () => {
  const own = await makeGrant(amina.self, { ...said, to: amina.self.recipient })
  assert.equal((await openGrant(amina.self, own, where)).roomKey, said.roomKey)
})

test("the statement is one exact text, its members in order", async () => {
  const [one, other] = [amina, bilal].sort((a, b) => (a.person < b.person ? -1 : 1))
  const members = `"${one.person}":"${one.self.recipient}","${other.person}":"${other.self.recipient}"`
  const file = toBase64(await sha256(fromBase64(grant.file)))
  assert.equal(grant.statement, `{"v":1,"suite":"x25519/1","room":"${said.room}","epoch":1,`
    + `"from":"${amina.self.recipient}","to":"${bilal.self.recipient}","by":"${amina.person}",`
    + `"members":{${members}},"from_n":1,"head":"${said.head}","file":"${file}"}`)
})

test("a grant for another key is refused", async () => {
  await refused("sealing.grant-not-for-you", openGrant(mallory.self, grant, where))
  await refused("sealing.grant-not-for-you", openGrant(amina.self, grant, where))
})

test("a grant played back to the one who made it is refused", async () => {
  const back = { from: bilal.self.recipient, to: amina.self.recipient }
  const statement = JSON.stringify({ ...JSON.parse(grant.statement), ...back })
  await refused("sealing.grant-wrong", openGrant(amina.self, { ...grant, statement }, where))

  const honest = await makeGrant(bilal.self, { ...said, by: bilal.person, to: amina.self.recipient })
  assert.equal((await openGrant(amina.self, honest, where)).from, bilal.self.recipient)
})

test("a grant shown in another room or epoch is refused", async () => {
  await refused("sealing.grant-wrong", openGrant(bilal.self, grant, { ...where, room: crypto.randomUUID() }))
  await refused("sealing.grant-wrong", openGrant(bilal.self, grant, { ...where, epoch: 2 }))
})

test("what a grant itself says of its place is held against where it is shown", async () => {
  await refused("sealing.grant-wrong", openGrant(bilal.self, await restated({ room: crypto.randomUUID() }), where))
  await refused("sealing.grant-wrong", openGrant(bilal.self, await restated({ epoch: 2 }), where))
  assert.ok(await openGrant(bilal.self, await restated({ room: where.room, epoch: 1 }), where))
})

test("whoever hands out a key is seen to be among its readers", async () => {
  const hidden = { from: mallory.self.recipient, by: mallory.person }
  await refused("sealing.grant-wrong", openGrant(bilal.self, await restated(hidden, { by: mallory }), where))
  await refused("sealing.grant-wrong", openGrant(bilal.self, await restated({ by: "constructor" }), where))

  const shown = { ...hidden, members: memberMap([amina, bilal, mallory]) }
  assert.ok(await openGrant(bilal.self, await restated(shown, { by: mallory }), where))
})

test("a grant by somebody else in the name of a partner is refused", async () => {
  await refused("sealing.grant-wrong", openGrant(bilal.self, await restated({}, { by: mallory }), where))
  const own = await restated({ from: mallory.self.recipient }, { by: mallory })
  assert.equal((await openGrant(bilal.self, own, where)).from, mallory.self.recipient)
})

test("nothing that a grant says can be changed without its pair", async () => {
  const changes = [
    { room: crypto.randomUUID() }, { epoch: 2 }, { by: mallory.person }, { from: mallory.self.recipient },
    { members: memberMap([amina, bilal, mallory]) }, { members: memberMap([bilal]) }, { from_n: 7 },
    { head: grant.mac }, { file: grant.mac },
  ]
  for (const change of changes) {
    const statement = JSON.stringify({ ...JSON.parse(grant.statement), ...change })
    await refused("sealing.grant-wrong", openGrant(bilal.self, { ...grant, statement }, where))
  }
  const spaced = grant.statement.replace(",", ", ")
  await refused("sealing.grant-wrong", openGrant(bilal.self, { ...grant, statement: spaced }, where))
  assert.ok(await openGrant(bilal.self, await restated({ from_n: 7 }), where))
})

test("a suite that is not known is refused, even by its pair", async () => {
  await refused("sealing.suite-unknown", openGrant(bilal.self, await restated({ suite: "x25519/2" }), where))
  await refused("sealing.suite-unknown", openGrant(bilal.self, await restated({ suite: "" }), where))
  assert.ok(await openGrant(bilal.self, await restated({ suite: SUITE }), where))
})

test("another file under the same statement is refused", async () => {
  const other = await makeGrant(amina.self, { ...said, to: bilal.self.recipient })
  await refused("sealing.grant-wrong", openGrant(bilal.self, { ...grant, file: other.file }, where))
  await refused("sealing.grant-wrong", openGrant(bilal.self, { ...grant, mac: other.mac }, where))
  assert.ok(await openGrant(bilal.self, other, where))
})

test("what is granted is a key of this room and epoch", async () => {
  assert.equal((await openGrant(bilal.self, await granting(JSON.stringify(held)), where)).roomKey, said.roomKey)

  const others = [{ ...held, room: crypto.randomUUID() }, { ...held, epoch: 2 }, { ...held, v: 2 },
    { ...held, key: bilal.self.recipient }, { ...held, key: 7 }, { ...held, key: undefined }, [], null, "words"]
  for (const other of others) {
    const wrong = await granting(JSON.stringify(other))
    await refused("sealing.grant-wrong", openGrant(bilal.self, wrong, where))
  }
  await refused("sealing.grant-wrong", openGrant(bilal.self, await granting("not json"), where))
})

test("a grant's file is for one recipient, of the kind that its suite says", async () => {
  const hybrid = await identityToRecipient(await generateHybridIdentity())
  for (const more of [mallory.self.recipient, bilal.self.recipient, hybrid]) {
    const wrong = await granting(JSON.stringify(held), [bilal.self.recipient, more])
    await refused("sealing.grant-wrong", openGrant(bilal.self, wrong, where))
    const first = await granting(JSON.stringify(held), [more, bilal.self.recipient])
    await refused("sealing.grant-wrong", openGrant(bilal.self, first, where))
  }
  await refused("sealing.grant-wrong", openGrant(bilal.self, await granting(JSON.stringify(held), [hybrid]), where))
})

test("a statement that is not one is refused", async () => {
  const whole = JSON.parse(grant.statement)
  for (const name of Object.keys(whole)) {
    for (const value of [undefined, null, [], {}, true, 1.5]) {
      const wrong = await restated({ [name]: value })
      await assert.rejects(openGrant(bilal.self, wrong, where), { code: "sealing.grant-wrong" }, `${name} ${value}`)
    }
  }
  for (const statement of ["", "{", "[]", "null", "7", undefined]) {
    await refused("sealing.grant-wrong", openGrant(bilal.self, { ...grant, statement }, where))
  }
  const strange = await restated({ members: { [bilal.person]: "constructor" } })
  await refused("sealing.grant-wrong", openGrant(bilal.self, strange, where))
})

test("no bit of a grant can be changed unnoticed", async () => {
  const bytes = { statement: toBytes(grant.statement), mac: fromBase64(grant.mac), file: fromBase64(grant.file) }
  const codes = ["sealing.grant-wrong", "sealing.suite-unknown", "sealing.grant-not-for-you"]
  const back = { statement: (b) => new TextDecoder().decode(b), mac: toBase64, file: toBase64 }
  for (const [part, whole] of Object.entries(bytes)) {
    for (let at = 0; at < whole.length * 8; at += 11) {
      const wrong = { ...grant, [part]: back[part](flipped(whole, at)) }
      await assert.rejects(openGrant(bilal.self, wrong, where), (why) => codes.includes(why.code), `${part} ${at}`)
    }
  }
})

test("every grant is as long as every other of its room", async () => {
  const other = await makeGrant(amina.self, { ...said, epoch: 1, to: amina.self.recipient })
  assert.equal(other.file.length, grant.file.length)
  assert.equal(other.statement.length, grant.statement.length)
})
