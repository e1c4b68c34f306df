/**
 * A browser's part in a story told in node: the real client, the real server, cookies of its own,
 * and hands between them that may lose an answer or change what the client is told.
 */
import { makeClient } from "../../../amanah/static/js/sealing/client.js"
import * as memory from "../../../amanah/static/js/sealing/memory.js"
import { makePost } from "../../../amanah/static/js/sealing/post.js"

/**
 * @param {{url: string, cookie: string}} who
 * @param {{shelf?: Map<string, any>, now?: () => number, waits?: any}} [with_] what this browser keeps; `waits`: the store of words that wait
 */
export function browserOf({ url, cookie }, { shelf = new Map(), now = unhurried(), waits = null } = {}) {
  const jar = new Map(cookie.split("; ").map((one) => one.split(/=(.*)/s)))
  const hands = { change: [], lose: [], sent: [] }

  async function passOn(path, options) {
    const headers = { ...options.headers, Cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") }
    const body = options.body && altered(hands.asked, path, options)
    hands.sent.push({ method: options.method, path, body })
    const answer = await fetch(url + path, { ...options, headers, body })
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)
      jar.set(name, value)
    }
    const at = hands.lose.findIndex((part) => path.includes(part) && options.method === "POST")
    if (at >= 0) {
      hands.lose.splice(at, 1)
      throw new TypeError("the line went dead")
    }
    return hands.change.length ? await changed(answer, path, hands.change) : answer
  }

  const { ask, belongTo } = makePost({ fetch: passOn, wait: async () => {} })
  const store = {
    ...memory,
    keep: async (kept) => void shelf.set("mine", kept),
    kept: async () => shelf.get("mine") ?? null,
    forget: async () => void shelf.delete("mine"),
  }
  const client = makeClient({ ask, belongTo, memory: store, shelf: waits, now })
  return { ask: client, hands, shelf, jar, raw: ask, send }

  /** Bytes there and back, as a page carries them. */
  async function send(method, path, body) {
    const { body: session } = await ask("GET", "/session/")
    const headers = { "Content-Type": "application/octet-stream", "X-CSRFToken": session.token }
    return await passOn(path, { method, body, headers: method === "POST" ? headers : {} })
  }
}

/** A clock by which two questions are never asked at once. */
function unhurried() {
  let seconds = 0
  return () => Date.now() + 1000 * (seconds += 2)
}

function altered(asked, path, options) {
  return asked ? asked(path, options.body) : options.body
}

/** The answer as a hostile server would give it. */
async function changed(answer, path, changes) {
  if (!(answer.headers.get("Content-Type") ?? "").startsWith("application/json")) return answer
  const body = await answer.json()
  let status = answer.status
  for (const change of changes) {
    const told = change(path, body)
    if (typeof told === "number") status = told
  }
  return new Response(JSON.stringify(body), { status, headers: answer.headers })
}

/** What is refused, by its code. */
export async function codeOf(promise) {
  try {
    await promise
    return "nothing was refused"
  } catch (why) {
    if (!why.code) throw why
    return why.code
  }
}
