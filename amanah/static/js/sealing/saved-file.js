/**
 * Hands a saved file to the browser's downloads. It holds a code, and the blob that it opens.
 */
import { fromBase64 } from "./bytes.js"
import { fileText } from "./sheets.js"
import { say } from "./texts.js"

const NAME = "amanah-lock.txt"

/** @param {string} id of the way in @param {string} code */
export async function saveFile(id, code) {
  const answer = await fetch("/lock/state/", { headers: { Accept: "application/json" }, cache: "no-store" })
  const { ways } = await answer.json()
  const { blob } = ways.find((/** @type {{id: string}} */ way) => way.id === id)
  const text = fileText(code, fromBase64(blob), say("file.words"))
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }))
  const link = document.createElement("a")
  link.href = address
  link.download = NAME
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
