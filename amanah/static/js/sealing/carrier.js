/**
 * Carries sealed files to the server and back, and says how far. They are sealed before they come
 * here: what passes is bytes that nobody on the way can read.
 */
import { Refused } from "./bytes.js"

/**
 * @typedef {{progress?: (done: number) => void, signal?: AbortSignal}} How `done`: of one
 */

/**
 * @param {string} address
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {How & {token: string}} how
 */
export async function bring(address, bytes, { token, progress, signal }) {
  const { status, body } = await carried("POST", address, { bytes, token, progress, signal })
  if (status >= 300) throw refused(status, text(body))
}

/** @param {string} address @param {How} [how] @returns {Promise<Uint8Array<ArrayBuffer>>} */
export async function fetched(address, { progress, signal } = {}) {
  const { status, body } = await carried("GET", address, { progress, signal })
  if (status !== 200) throw refused(status, text(body))
  return new Uint8Array(body)
}

/**
 * @param {"GET" | "POST"} method
 * @param {string} address
 * @param {How & {bytes?: Uint8Array<ArrayBuffer>, token?: string}} how
 * @returns {Promise<{status: number, body: ArrayBuffer}>}
 */
function carried(method, address, { bytes, token = "", progress = () => {}, signal }) {
  return new Promise((done, failed) => {
    // Not fetch: it does not say how far it has come with what it sends.
    const line = new XMLHttpRequest()
    line.open(method, address)
    line.responseType = "arraybuffer"
    if (bytes) {
      line.setRequestHeader("Content-Type", "application/octet-stream")
      line.setRequestHeader("X-CSRFToken", token)
    }
    const way = bytes ? line.upload : line
    way.onprogress = ({ loaded, total, lengthComputable }) => lengthComputable && progress(loaded / total)
    line.onload = () => done({ status: line.status, body: line.response ?? new ArrayBuffer(0) })
    line.onerror = line.ontimeout = () => failed(new Refused("sealing.unreachable", "the line broke"))
    line.onabort = () => failed(new Refused("sealing.stopped", "stopped by whoever asked"))
    signal?.addEventListener("abort", () => line.abort())
    if (signal?.aborted) failed(new Refused("sealing.stopped", "stopped by whoever asked"))
    else line.send(bytes ?? null)
  })
}

/** @param {number} status @param {string} body */
function refused(status, body) {
  if (status === 423) return new Refused("sealing.locked", "this browser's opening has ended")
  if (status === 401) return new Refused("sealing.signed-out", "nobody is signed in here")
  if (status >= 500) return new Refused("sealing.unreachable", "the server could not be reached")
  if (status === 404) return new Refused("sealing.attachment-gone", "it is not there")
  const code = /"code": ?"([a-z_.]+)"/.exec(body)?.[1] ?? "sealing.refused"
  return new Refused(code.replace(/_/g, "-"), `refused with ${status}`)
}

/** @param {ArrayBuffer} body */
function text(body) {
  return new TextDecoder().decode(body.slice(0, 2000))
}
