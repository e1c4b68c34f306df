/**
 * What stands in a mentorship before something of it is shown: locks, and words in their order. It
 * takes who (each a browser's part), and who wrote what; it says how many are there.
 */
import { text } from "node:stream/consumers"

import { browserOf } from "./browser.mjs"
import { WAYS } from "./stories.mjs"

const { people, room, said } = JSON.parse(await text(process.stdin))
/** @type {Record<string, any>} */
const browsers = {}
for (const [name, who] of Object.entries(people)) {
  browsers[name] = browserOf(who)
  await browsers[name].ask("make", { ways: WAYS, remember: false })
}
for (const [name, words] of said) await browsers[name].ask("write", { room, kind: "message", text: words })
console.log(said.length)
