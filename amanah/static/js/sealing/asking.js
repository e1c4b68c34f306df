/**
 * A page's way to the sealer. It is fetched after the page has been painted, and only where there
 * is something sealed.
 */

/**
 * @typedef {{id: string, kind: string, label: string, credential: string, madeAt: string}} Way
 * @typedef {object} State how the lock stands; `unreachable` where it could not be asked
 * @property {"none" | "locked" | "open" | "waiting" | "replaced" | "troubled" | "unreachable"} lock
 * @property {string} trouble
 * @property {Way[]} ways
 * @property {{id: string, name: string}[]} passkeys
 * @property {boolean} remembers
 * @property {string} until
 * @property {string} waitingUntil
 * @property {string} privateRoom
 * @property {string} person
 *
 * @typedef {{ask: (op: string, wanted?: object) => Promise<any>, events: EventTarget}} Sealer
 */

/** @type {Promise<Sealer> | null} */
let fetched = null
/** @type {Promise<void> | null} */
let begun = null
/** @type {State | null} */
let last = null
/** @type {Set<(state: State) => void>} */
const hearers = new Set()

/** What is written is told here, so that what shows words reads them again. */
export const news = new EventTarget()

/**
 * @param {string} op
 * @param {object} [wanted]
 */
export async function ask(op, wanted = {}) {
  return await (await sealer()).ask(op, wanted)
}

/**
 * Hear how the lock stands: now, and whenever that changes.
 *
 * @param {(state: State) => void} hear
 * @returns {() => void} hear no more
 */
export function watch(hear) {
  hearers.add(hear)
  if (last) hear(last)
  wake()
  return () => void hearers.delete(hear)
}

/** Ask how the lock stands, unless that was asked; once more where it could not be told. */
export function wake() {
  begun ??= begin().catch((why) => {
    begun = null
    tell(unreachable(codeOf(why)))
  })
}

async function begin() {
  const { events } = await sealer()
  events.addEventListener("state", onState)
  await ask("wake")
}

/** @param {Event} event */
function onState(event) {
  tell(/** @type {CustomEvent} */ (event).detail)
}

/** @param {State} state */
function tell(state) {
  last = state
  for (const hear of hearers) hear(state)
}

/** @returns {Promise<Sealer>} */
async function sealer() {
  fetched ??= painted().then(async () => (await import("./sealer.js")).sealer)
  try {
    return await fetched
  } catch {
    fetched = null
    throw Object.assign(new Error("the sealing script did not come"), { code: "sealing.no-worker" })
  }
}

/** @param {unknown} why */
export function codeOf(why) {
  const code = /** @type {any} */ (why)?.code
  return typeof code === "string" ? code : "sealing.fault"
}

/** @param {unknown} why @returns {string[]} whom a refusal is about */
export function peopleOf(why) {
  return /** @type {any} */ (why)?.people ?? []
}

/** @param {string} trouble @returns {State} */
function unreachable(trouble) {
  return {
    lock: "unreachable", trouble, ways: [], passkeys: [], remembers: false, until: "",
    waitingUntil: "", privateRoom: "", person: "",
  }
}

/** @returns {Promise<void>} once there has been something to see */
function painted() {
  return new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done))
    setTimeout(done, 300) // a tab in the background is not painted
  })
}
