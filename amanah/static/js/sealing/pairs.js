/**
 * Keys between two people, one for each purpose and direction: nothing that was said one way can
 * be played back the other way.
 */
import { hkdf, hmacKey, toBytes } from "./bytes.js"
import { sharedWith } from "./identity.js"

/**
 * @param {import("./identity.js").Self} self
 * @param {string} other a recipient; one's own for what is vouched to oneself
 * @param {"words" | "grant" | "disclosure"} purpose
 * @param {"to" | "from"} direction
 */
export async function pairKey(self, other, purpose, direction) {
  const [from, to] = direction === "to" ? [self.recipient, other] : [other, self.recipient]
  const name = `${purpose} ${from} ${to}`
  const known = keysOf(self)
  const key = known.get(name) ?? make(self, other, from + to, purpose)
  known.set(name, key)
  return await key
}

/** @type {WeakMap<object, Map<string, Promise<CryptoKey>>>} */
const KEYS = new WeakMap()

/** @param {object} self */
function keysOf(self) {
  const known = KEYS.get(self) ?? new Map()
  KEYS.set(self, known)
  return known
}

/**
 * @param {import("./identity.js").Self} self
 * @param {string} other
 * @param {string} salt
 * @param {string} purpose
 */
async function make(self, other, salt, purpose) {
  const shared = await sharedWith(self, other)
  return await hmacKey(await hkdf(shared, toBytes(salt), `amanah/pair/v1/${purpose}`))
}
