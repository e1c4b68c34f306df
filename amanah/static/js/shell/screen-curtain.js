/**
 * Hides what is private while somebody else looks at the screen: by its button, or by F8 from
 * anywhere, also from within a field. In every tab of this browser, until it is shown again.
 *
 *   <screen-curtain><form method="post" action="…"><button name="curtain" value="1">Hide …</button></form></screen-curtain>
 *
 * Without this script the form is sent, and the page comes back hidden. What is hidden is said in
 * curtain.css, and in looks.js for whatever has a root of its own.
 */
const KEY = "F8" // no letter, so that it is in nobody's way who types or hears the page
const COOKIE = "amanah_curtain"
const root = document.documentElement
const tabs = new BroadcastChannel("amanah-curtain")

class ScreenCurtain extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", this)
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this)
  }

  /** @param {Event} event its form is sent */
  handleEvent(event) {
    const { submitter } = /** @type {SubmitEvent} */ (event)
    if (!(submitter instanceof HTMLButtonElement)) return
    event.preventDefault()
    closeMenus(this)
    draw(submitter.value === "1")
  }
}

/** @param {boolean} drawn */
function draw(drawn) {
  const secure = location.protocol === "https:" ? "; Secure" : ""
  document.cookie = `${COOKIE}=${drawn ? "1" : "; Max-Age=0"}; Path=/; SameSite=Lax${secure}`
  tabs.postMessage(drawn)
  show(drawn)
  sayAloud()
}

/** @param {boolean} drawn */
function show(drawn) {
  if (root.hasAttribute("data-curtain") === drawn) return
  root.toggleAttribute("data-curtain", drawn)
  if (!drawn) return
  getSelection()?.removeAllRanges()
  queueMicrotask(comeOut) // once roots of their own are hidden, too
}

/** Whoever was in something that is hidden now comes to what shows it again. */
function comeOut() {
  const focused = document.activeElement
  if (focused instanceof HTMLElement && focused !== document.body && !focused.checkVisibility({ visibilityProperty: true })) {
    bar()?.querySelector("button")?.focus()
  }
}

/** Once, to those who hear the page. */
function sayAloud() {
  const said = bar()?.querySelector(root.hasAttribute("data-curtain") ? "[data-when=drawn]" : "[data-when=open]")
  document.querySelector("#aloud")?.replaceChildren((said?.textContent ?? "").trim())
}

/** @returns {HTMLElement | null} */
function bar() {
  return document.querySelector(".curtain")
}

/** @param {HTMLElement} from */
function closeMenus(from) {
  const details = from.closest("details")
  if (details) details.open = false
  const popover = from.closest("[popover]")
  if (popover instanceof HTMLElement && popover.matches(":popover-open")) popover.hidePopover()
}

function isKept() {
  return document.cookie.split("; ").includes(`${COOKIE}=1`)
}

/** @param {KeyboardEvent} event */
function isOurs({ key, repeat, altKey, ctrlKey, metaKey, shiftKey }) {
  return key === KEY && !repeat && !altKey && !ctrlKey && !metaKey && !shiftKey
}

addEventListener("keydown", (event) => {
  if (!isOurs(event) || !bar()) return
  event.preventDefault()
  draw(!root.hasAttribute("data-curtain"))
}, { capture: true })

// A page that was kept by the browser, or an older tab, may have missed what was done elsewhere.
tabs.addEventListener("message", ({ data }) => show(data === true))
addEventListener("pageshow", () => show(isKept()))
document.addEventListener("visibilitychange", () => show(isKept()))

customElements.define("screen-curtain", ScreenCurtain)
