/**
 * Files beside a field and beneath words: chosen, named before they go, and saved by whoever gets
 * them. Nothing of a file is ever shown inside a page.
 */
import { MOST_FILES } from "./attached.js"
import { ask, codeOf } from "./asking.js"
import { fetched } from "./carrier.js"
import { endingOf, isProgram, safeName } from "./file-names.js"
import { button, made } from "./looks.js"
import { MOST } from "./sizes.js"
import { numeral, say, sayOf } from "./texts.js"

/**
 * @typedef {import("./attached.js").Attachment} Attachment
 * @typedef {import("./sending.js").Given} Given
 */

/** Files that are chosen and not sent, by room. @type {Map<string, File[]>} */
const chosen = new Map()
/** @type {Map<string, () => void>} */
const drawing = new Map()

/** Files that go with the next words of a room. @param {string} room @returns {Promise<Given[]>} */
export async function filesFor(room) {
  const files = chosen.get(room) ?? []
  return await Promise.all(files.map(async (one) => (
    { file: one.name, type: one.type, bytes: new Uint8Array(await one.arrayBuffer()) })))
}

/** They have gone. @param {string} room */
export function clearFiles(room) {
  chosen.delete(room)
  drawing.get(room)?.()
}

/** They were taken back, and are beside the field again. @param {string} room @param {Given[]} files */
export function putBack(room, files) {
  const back = files.map(({ file, type, bytes }) => new File([/** @type {BlobPart} */ (bytes)], file, { type }))
  chosen.set(room, [...chosen.get(room) ?? [], ...back].slice(0, MOST_FILES))
  drawing.get(room)?.()
}

/**
 * What stands beside the button that sends.
 *
 * @param {{room: string}} field
 */
export function drawChooser({ room }) {
  const input = made("input", { type: "file", id: "files", multiple: true, hidden: true, tabindex: "-1" })
  const list = made("ul", { class: "files" })
  const told = made("div", { role: "status" })
  const opener = button(say("file.add"), () => input.click(), "button--quiet")
  const draw = () => list.replaceChildren(...(chosen.get(room) ?? []).map((one) => line(room, one, opener)))
  input.addEventListener("change", () => {
    told.replaceChildren(...take(room, [...input.files ?? []]).map((words) => made("p", { class: "note" }, words)))
    input.value = ""
    draw()
  })
  drawing.set(room, draw)
  draw()
  return made("div", { class: "attach" }, opener, input, made("p", { class: "soft" }, say("file.limits")), list, told)
}

/** Take what fits, and say what does not. @param {string} room @param {File[]} files @returns {string[]} */
function take(room, files) {
  const before = chosen.get(room) ?? []
  const fitting = files.filter(({ size }) => size <= MOST)
  const all = [...before, ...fitting].slice(0, MOST_FILES)
  chosen.set(room, all)
  const large = files.filter(({ size }) => size > MOST)
  return [
    ...large.map(({ name }) => say("file.too-large", { name: safeName(name) })),
    ...(before.length + fitting.length > MOST_FILES ? [say("file.too-many")] : []),
  ]
}

/** @param {string} room @param {File} file @param {HTMLElement} after */
function line(room, file, after) {
  const name = safeName(file.name)
  const remove = button(say("file.remove"), () => {
    chosen.set(room, (chosen.get(room) ?? []).filter((one) => one !== file))
    drawing.get(room)?.()
    after.focus()
  }, "button--quiet")
  remove.setAttribute("aria-label", say("file.remove-named", { name }))
  return made("li", {}, told(name, file.size), remove)
}

/**
 * What went with words, beneath them.
 *
 * @param {{attachments?: (Attachment | null)[]}} word
 * @param {{room: string}} about
 */
export function drawAttached({ attachments = [] }, { room }) {
  if (!attachments.length) return null
  return made("ul", { class: "files" }, ...attachments.map((one) => made("li", {}, ...(one ? inside(one, room) : [unknown()]))))
}

function unknown() {
  return made("span", { class: "soft" }, say("file.unknown"))
}

/** @param {Attachment} attachment @param {string} room */
function inside(attachment, room) {
  const name = safeName(attachment.file)
  const status = made("span", { role: "status", class: "soft" })
  /** @type {AbortController | null} */
  let stopping = null
  const save = button(say("file.save"), async () => {
    if (stopping) return stopping.abort()
    stopping = new AbortController()
    save.replaceChildren(say("file.stop"))
    await saved(attachment, { room, name, status, signal: stopping.signal })
    stopping = null
    save.replaceChildren(say("file.save"))
  }, "button--quiet")
  save.setAttribute("aria-label", say("file.save-named", { name }))
  const warning = isProgram(name) ? made("p", { class: "note" }, say("file.program")) : null
  return [told(name, attachment.size), save, status, warning]
}

/**
 * @param {Attachment} attachment
 * @param {{room: string, name: string, status: HTMLElement, signal: AbortSignal}} how
 */
async function saved(attachment, { room, name, status, signal }) {
  const tell = (/** @type {string} */ words) => status.replaceChildren(words)
  try {
    const progress = (/** @type {number} */ done) => tell(say("file.coming", { share: percent(done) }))
    tell(say("file.coming", { share: percent(0) }))
    const sealed = await fetched(`/rooms/attachments/${attachment.name}/`, { progress, signal })
    const { bytes } = await ask("openFile", { room, attachment, sealed })
    hand(bytes, name)
    tell(say("file.saved"))
  } catch (why) {
    tell(sayOf(codeOf(why)))
  }
}

/** Give bytes to the browser's downloads. Of no type: nothing here is ever opened by the page. @param {Uint8Array<ArrayBuffer>} bytes @param {string} name */
function hand(bytes, name) {
  const address = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }))
  const link = made("a", { href: address, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

/** Its whole name, apart from the words around it; then what it truly is, and how large. @param {string} name @param {number} size */
function told(name, size) {
  const kind = [endingOf(name), sizeOf(size)].filter(Boolean).join(" · ")
  return made("span", { class: "file" }, made("bdi", { class: "file__name" }, name), made("small", { class: "soft" }, kind))
}

/** @param {number} bytes */
export function sizeOf(bytes) {
  if (bytes < 1024 * 1024) return say("file.kb", { size: numeral(Math.max(1, Math.round(bytes / 1024))) })
  return say("file.mb", { size: numeral(Math.round(bytes / 1024 / 1024 * 10) / 10) })
}

/** @param {number} share */
export function percent(share) {
  return `${numeral(Math.floor(share * 100))}%`
}
