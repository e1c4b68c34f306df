/**
 * Opening by a touch: the passkey ceremonies for a lock. What PRF yields goes from here to the
 * sealing worker and nowhere else; whoever takes it fills it with zeros afterwards.
 */
import { creationOptions, registration, toBytes, withoutPrf } from "../people/ceremony.js"

const SALT = "amanah/prf/v1" // as amanah/people/passkeys.py has it
const THEIRS = ["NotAllowedError", "AbortError", "InvalidStateError"]

/** @typedef {{credential: string, prf: Uint8Array}} Touch */

/** Whether this browser knows passkeys at all. */
export function canTouch() {
  return Boolean(window.PublicKeyCredential)
}

/**
 * Ask for a touch with one of these passkeys. Nobody but the device hears of it.
 *
 * @param {string[]} ids
 * @returns {Promise<Touch>} throws `sealing.no-touch` where it was refused, or yields nothing
 */
export async function touch(ids) {
  try {
    const publicKey = {
      challenge: crypto.getRandomValues(new Uint8Array(32)),
      allowCredentials: ids.map((id) => ({ type: /** @type {const} */ ("public-key"), id: toBytes(id) })),
      userVerification: /** @type {const} */ ("required"),
      extensions: { prf: { eval: { first: await salt() } } },
    }
    const credential = /** @type {any} */ (await navigator.credentials.get({ publicKey }))
    const prf = yielded(credential)
    if (prf) return { credential: credential.id, prf }
  } catch {
    // Said below, in the same words: the person said no, or it is another device's passkey.
  }
  throw refused("sealing.no-touch")
}

/**
 * Make a passkey that opens locks, and hand its public half to the house: it signs in, too.
 *
 * @param {string} address where the house asks for it and takes it
 * @param {string} [name] what its owner calls it
 * @returns {Promise<Touch & {label: string}>} throws `sealing.no-prf` where it can only sign in
 */
export async function makePasskey(address, name = "") {
  const { options, proposed } = await fetched(await fetch(address, asked()))
  const credential = await made(options)
  const body = new URLSearchParams({ credential: registration(credential), name: name || proposed })
  const { token } = await fetched(await fetch("/session/", asked()))
  await fetched(await fetch(address, { ...asked({ "X-CSRFToken": token }), method: "POST", body }))
  const label = name || proposed
  const prf = yielded(credential)
  if (prf) return { credential: credential.id, prf, label }
  if (!credential.getClientExtensionResults().prf?.enabled) throw refused("sealing.no-prf")
  return { ...(await touch([credential.id])), label }
}

/** @param {string} options @returns {Promise<any>} */
async function made(options) {
  const publicKey = creationOptions(options)
  try {
    return await navigator.credentials.create({ publicKey })
  } catch (trouble) {
    if (trouble instanceof DOMException && THEIRS.includes(trouble.name)) throw refused("sealing.no-touch")
    return await navigator.credentials.create({ publicKey: withoutPrf(publicKey) })
  }
}

/** @param {any} credential @returns {Uint8Array | null} */
function yielded(credential) {
  const { first } = credential?.getClientExtensionResults().prf?.results ?? {}
  return first ? new Uint8Array(first) : null
}

/** @param {Response} answer */
async function fetched(answer) {
  const body = await answer.json().catch(() => ({}))
  if (answer.ok) return body
  throw Object.assign(refused(body.code ?? "sealing.unreachable"), { url: body.url })
}

/** @param {Record<string, string>} [headers] @returns {RequestInit} */
function asked(headers = {}) {
  return { headers: { Accept: "application/json", ...headers }, cache: "no-store" }
}

async function salt() {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(SALT)))
}

/** @param {string} code */
function refused(code) {
  return Object.assign(new Error(code), { code })
}
