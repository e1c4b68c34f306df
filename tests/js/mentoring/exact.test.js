import assert from "node:assert/strict"
import { test } from "node:test"

import { exactText, hashOf } from "../../../amanah/static/js/mentoring/exact.js"

const AGREED = {
  mentorship: "0c7b7d9e-6d1e-4a57-9a52-0f2d5f2b7a11",
  version: "1",
  fixed: "1",
  members: { "b0": "mentee", "a0": "mentor" },
  choices: { "why.months": "12", "meetings.minutes": "45" },
  words: {},
}

test("it is the same in whichever order the page shows it", () => {
  const turned = {
    ...AGREED,
    members: { "a0": "mentor", "b0": "mentee" },
    choices: { "meetings.minutes": "45", "why.months": "12" },
  }
  assert.equal(exactText(AGREED), exactText(turned))
  assert.equal(exactText(AGREED), '["amanah/agreement/v1","0c7b7d9e-6d1e-4a57-9a52-0f2d5f2b7a11","1","1",'
    + '[["a0","mentor"],["b0","mentee"]],[["meetings.minutes","45"],["why.months","12"]],[]]')
})

test("whatever is another makes another text", () => {
  const others = [
    { ...AGREED, mentorship: "another" },
    { ...AGREED, version: "2" },
    { ...AGREED, fixed: "2" },
    { ...AGREED, members: { "a0": "mentor" } },
    { ...AGREED, choices: { ...AGREED.choices, "meetings.minutes": "60" } },
    { ...AGREED, words: { why: "A paper." } },
    { ...AGREED, words: { why: "A paper.\n" } },
    { ...AGREED, words: { meetings: "A paper." } },
  ]
  const texts = [AGREED, ...others].map(exactText)
  assert.equal(new Set(texts).size, texts.length)
})

test("words cannot pass for choices, nor run into each other", () => {
  const inWords = { ...AGREED, words: { why: '"],["meetings.minutes","90' } }
  const parsed = JSON.parse(exactText(inWords))
  assert.deepEqual(parsed[5], [["meetings.minutes", "45"], ["why.months", "12"]])
  assert.deepEqual(parsed[6], [["why", '"],["meetings.minutes","90']])
})

test("its hash is SHA-256, in any script", async () => {
  assert.equal(await hashOf(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  assert.equal(await hashOf("امانت"), "5e8c7fa2c88838c2ce1ed1393658b30bde566342239c2cf635743c7ced3f0316")
  assert.notEqual(await hashOf("امانت"), await hashOf("امانة"))
})
