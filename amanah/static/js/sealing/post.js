/**
 * How the sealing worker asks the server: JSON there and back, the token against forged requests,
 * and patience. Whatever it sends may arrive twice; the server takes the same bytes only once.
 */
import { Refused } from "./bytes.js"

const TRIES = 3
const SESSION = "/session/"

/**
 * @typedef {{status: number, body: any}} Answer
 * @typedef {(method: "GET" | "POST", path: string, body?: object) => Promise<Answer>} Ask
 */

/**
 * @param {{fetch: (path: string, how: RequestInit) => Promise<Response>, wait?: (ms: number) => Promise<void>}} with_
 * @returns {{ask: Ask, belongTo: (person: string) => void}}
 */
export function makePost({ fetch, wait = sleep }) {
  let token = ""
  let owner = ""

  /** @type {Ask} */
  async function ask(method, path, body) {
    if (method === "POST" && !token) await renew()
    let answer = await send(method, path, body)
    if (answer.status === 403 && method === "POST") {
      await renew()
      answer = await send(method, path, body)
    }
    if (answer.status === 401) throw new Refused("sealing.signed-out", "nobody is signed in here")
    return answer
  }

  /** Fetch a new token, and see that the same person is still signed in. */
  async function renew() {
    const { status, body } = await send("GET", SESSION)
    if (status === 401) throw new Refused("sealing.signed-out", "nobody is signed in here")
    if (owner && body.person !== owner) {
      throw new Refused("sealing.somebody-else", "somebody else has signed in")
    }
    token = body.token
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {object} [body]
   */
  async function send(method, path, body) {
    for (let left = TRIES; ; left -= 1) {
      const answer = await once(method, path, body)
      if (answer && answer.status < 500) return answer
      if (left <= 1) throw new Refused("sealing.unreachable", "the server could not be reached")
      await wait(250 * 2 ** (TRIES - left))
    }
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {object} [body]
   * @returns {Promise<Answer | null>} nothing where no answer of ours arrived
   */
  async function once(method, path, body) {
    try {
      const answer = await fetch(path, {
        method,
        headers: { Accept: "application/json", ...(body ? headers(token) : {}) },
        body: body && JSON.stringify(body),
        cache: "no-store",
        redirect: "manual",
      })
      // Only the page for signing in would send us elsewhere.
      if (answer.type === "opaqueredirect") return { status: 401, body: {} }
      if (answer.status === 204) return { status: 204, body: {} }
      const isOurs = (answer.headers.get("Content-Type") ?? "").startsWith("application/json")
      if (isOurs) return { status: answer.status, body: await answer.json() }
      // A refusal without words of ours, or a hospital's portal that answered in our place.
      return answer.ok ? null : { status: answer.status, body: {} }
    } catch {
      return null
    }
  }

  return { ask, belongTo: (person) => void (owner = person) }
}

/** @param {string} token */
function headers(token) {
  return { "Content-Type": "application/json", "X-CSRFToken": token }
}

/**
 * @param {number} ms
 * @returns {Promise<void>}
 */
function sleep(ms) {
  return new Promise((done) => setTimeout(done, ms))
}
