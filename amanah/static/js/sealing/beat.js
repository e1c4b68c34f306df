/**
 * Asks now and then whether something is new, while somebody may be looking. The longer nothing
 * comes the less often; how often says nothing of what is done on the page.
 */
const FIRST = 4_000
const MOST = 30_000

/** How long to wait after an answer. @param {number} before @param {boolean} isNew */
export function nextWait(before, isNew) {
  return isNew ? FIRST : Math.min(MOST, before * 1.5)
}

/**
 * @param {() => Promise<boolean>} look whether something was new
 * @param {{isSeen?: () => boolean, later?: (act: () => void, ms: number) => any, never?: (clock: any) => void}} [with_]
 */
export function beat(look, { isSeen = () => !document.hidden, later = setTimeout, never = clearTimeout } = {}) {
  let wait = FIRST
  /** @type {any} */
  let clock = null
  let isOn = false
  let isLooking = false

  function next() {
    never(clock)
    if (isOn && isSeen()) clock = later(turn, wait)
  }

  async function turn() {
    if (isLooking) return
    isLooking = true
    const isNew = await look().catch(() => false)
    isLooking = false
    wait = nextWait(wait, isNew)
    next()
  }

  return {
    start() {
      if (isOn) return
      isOn = true
      wait = FIRST
      next()
    },
    stop() {
      isOn = false
      never(clock)
    },
    /** The page is seen again, or hidden. */
    turned() {
      wait = FIRST
      never(clock)
      if (isOn && isSeen()) turn()
    },
  }
}
