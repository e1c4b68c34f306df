/** Tells one story: `node tell.mjs NAME`, who is in it on standard input. */
import { copies } from "./copies.mjs"
import { stories } from "./stories.mjs"
import { hostile } from "./hostile.mjs"
import { losses } from "./losses.mjs"
import { attachments } from "./attachments.mjs"
import { demo } from "./demo.mjs"
import { talks } from "./talks.mjs"

const [name] = process.argv.slice(2)
const cast = JSON.parse(await new Response(process.stdin).text())
const told = { ...stories, ...hostile, ...losses, ...attachments, ...demo, ...copies, ...talks }
if (name === "--list") console.log(JSON.stringify(Object.keys(told)))
else {
  await told[name](cast)
  console.log(`told: ${name}`)
}
