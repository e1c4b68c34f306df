/** Addresses in words: text, until somebody asks where one leads. */
import assert from "node:assert/strict"
import { test } from "node:test"

import { piecesOf } from "../../../amanah/static/js/sealing/links.js"

const hosts = (words) => piecesOf(words).flatMap(({ host }) => host ?? [])
const whole = (words) => piecesOf(words).map(({ text }) => text).join("")

test("an address is found in words, without the full stop after it", () => {
  assert.deepEqual(piecesOf("See https://example.org/a?b=1. Then tell me."), [
    { text: "See " },
    { text: "https://example.org/a?b=1", url: "https://example.org/a?b=1", host: "example.org" },
    { text: ". Then tell me." },
  ])
})

test("where it really leads is told, whatever it was made to look like", () => {
  assert.deepEqual(hosts("https://hospital.example@evil.example/login"), ["evil.example"])
  assert.deepEqual(hosts("https://hоspital.example/"), ["xn--hspital-9ig.example"])
  assert.deepEqual(hosts("https://evil.example/\u202egro.latipsoh"), ["evil.example"])
})

test("nothing but web addresses is one", () => {
  for (const words of ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://", "http:// x"]) {
    assert.deepEqual(hosts(words), [])
    assert.equal(whole(words), words)
  }
})

test("the pieces are the words, in every script", () => {
  for (const words of ["", "سلام https://مثال.example/راہ۔ شکریہ", "(https://a.example)(https://b.example)"]) {
    assert.equal(whole(words), words)
  }
  assert.equal(hosts("(https://a.example) and https://b.example").length, 2)
})
