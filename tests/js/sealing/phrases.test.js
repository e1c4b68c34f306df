import assert from "node:assert/strict"
import { createHash } from "node:crypto"
import { test } from "node:test"

import { words } from "../../../amanah/static/vendor/wordlist.js"
import { isPhrase, newPhrase, strangers, tidy } from "../../../amanah/static/js/sealing/phrases.js"

// Of https://www.eff.org/files/2016/07/18/eff_large_wordlist.txt
const EFF = "addd35536511597a02fa0a9ff1e5284677b8883b83e986e43f15a3db996b903e"

/** As EFF's file has it: the dice, a tab, the word. */
function line(word, at) {
  const dice = at.toString(6).padStart(5, "0").replace(/./g, (digit) => String(Number(digit) + 1))
  return `${dice}\t${word}\n`
}

test("the list is EFF's, word for word", () => {
  assert.equal(words.length, 7776)
  assert.equal(createHash("sha256").update(words.map(line).join("")).digest("hex"), EFF)
})

test("a phrase is six words of the list, and comes back as it was however it is typed", () => {
  for (let made = 0; made < 500; made += 1) {
    const phrase = newPhrase(words)
    assert.equal(phrase.split(" ").length, 6)
    assert.deepEqual(strangers(phrase, words), [])
    assert.equal(tidy(phrase), phrase)
    assert.equal(tidy(`  ${phrase.toUpperCase().replaceAll(" ", " \n ")}\t`), phrase)
  }
})

test("no phrase comes twice, and every part of the list is drawn from alike", () => {
  const phrases = Array.from({ length: 2000 }, () => newPhrase(words))
  assert.equal(new Set(phrases).size, 2000)
  const drawn = phrases.join(" ").split(" ")
  // 12,000 draws of 7,772 words leave about 6,110 that came; chance moves that by 40 or so.
  const came = new Set(drawn).size
  assert.ok(came > 5800 && came < 6400, `${came} words came`)
  const places = [0, 0, 0, 0]
  for (const word of drawn) places[Math.floor((words.indexOf(word) * 4) / words.length)] += 1
  for (const count of places) assert.ok(count > 2700 && count < 3300, `${places}`)
})

test("no word is likelier than another: a draw past the last whole round is drawn again", (t) => {
  const draws = [[0xff, 0xff], [0xf2, 0xe0], [0, 0]]
  t.mock.method(crypto, "getRandomValues", (bytes) => (bytes.set(draws.shift() ?? [0, 1]), bytes))
  // 62,176 is eight times 7,772: from there on some words would have a ninth chance.
  assert.equal(newPhrase(words), `abacus ${Array(5).fill("abdomen").join(" ")}`)
})

test("a phrase is as clear when a keyboard or a page changed how it looks", () => {
  const phrase = "abacus yonder zippy walnut trusting sleet"
  const ways = ["Abacus Yonder Zippy Walnut Trusting Sleet", "abacus-yonder-zippy-walnut-trusting-sleet",
    "abacus – yonder — zippy walnut\u00a0trusting\u2003sleet", "abacus, yonder, zippy, walnut, trusting, sleet",
    "\u200fabacus yonder zippy\u200e walnut trusting sleet\ufeff", "ａｂａｃｕｓ yonder zippy walnut trusting sleet"]
  for (const typed of ways) assert.equal(tidy(typed), phrase, typed)
  assert.equal(tidy(""), "")
})

test("words that are not in the list are named", () => {
  assert.deepEqual(strangers("abacus yonder zipy walnut trusting sleat", words), ["zipy", "sleat"])
  assert.deepEqual(strangers("", words), [])
})

test("what is no phrase of six words of the list is told apart", () => {
  assert.ok(isPhrase("abacus yonder zippy walnut trusting sleet", words))
  for (const typed of ["", "apple", "abacus yonder zippy walnut trusting", "abacus yonder zipy walnut trusting sleet",
    "abacus yonder zippy walnut trusting sleet abacus"]) assert.ok(!isPhrase(typed, words), typed)
})
