/**
 * How sealed elements look inside their own roots, where the page's stylesheet does not reach. The
 * tokens do.
 */
const RULES = `
:host { display: block; }
:host([hidden]), [hidden] { display: none !important; }
*, *::before, *::after { box-sizing: border-box; margin: 0; }
.stack { display: grid; gap: var(--space-3); }
.row { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2); }
svg { flex: none; inline-size: 1.05em; block-size: 1.05em; }
a { color: var(--leaf); text-underline-offset: 0.2em; }
.word {
  padding: 0.7rem 1rem; max-inline-size: min(34rem, 94%); justify-self: start;
  border: 1px solid transparent; border-radius: 16px; border-end-start-radius: 4px;
  background: var(--sunk);
}
.word--mine {
  justify-self: end; border-end-start-radius: 16px; border-end-end-radius: 4px;
  background: var(--leaf-wash);
}
.word--plain { max-inline-size: none; justify-self: stretch; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; text-align: start; unicode-bidi: plaintext; }
.text:lang(ur), :host(:lang(ur)) .text { line-height: 2.1; }
.by {
  display: flex; align-items: baseline; gap: 0.15rem 0.5rem; margin-block-start: 0.3rem;
  color: var(--soft); font-size: var(--text-small);
}
.by svg { translate: 0 0.12em; }
.bar {
  display: block; inline-size: 14rem; max-inline-size: 100%; block-size: 1.15em; border-radius: 0.4rem;
  border: 1px solid transparent; background: color-mix(in srgb, var(--ink) 15%, transparent);
}
.soft { color: var(--soft); font-size: var(--text-small); }
.note {
  padding: 0.85rem 1.1rem; border-inline-start: 4px solid var(--saffron); border-radius: 12px;
  background: var(--saffron-wash);
}
.note--harm { border-color: var(--rose); background: var(--rose-wash); }
.note--good { border-color: var(--leaf); background: var(--leaf-wash); }
.note > * + * { margin-block-start: var(--space-1); }
.seal {
  display: inline-flex; align-items: center; gap: 0.4rem; padding: 0.25rem 0.8rem; border-radius: 999px;
  border: 1px solid transparent; background: var(--leaf-wash); color: var(--leaf);
  font-size: var(--text-small); font-weight: 600;
}
.button {
  display: inline-flex; align-items: center; justify-content: center; gap: 0.5rem;
  min-block-size: var(--touch); padding: 0.45rem 1.15rem; border: 1.5px solid var(--leaf);
  border-radius: 999px; background: transparent; color: var(--leaf); cursor: pointer;
  font: inherit; font-weight: 600; line-height: 1.3; text-align: center; text-decoration: none;
}
.button:hover { background: var(--leaf-wash); }
.button--solid { background: var(--leaf); color: var(--leaf-ink); }
.button--solid:hover { border-color: var(--leaf-deep); background: var(--leaf-deep); color: var(--leaf-ink); }
.button--quiet { border-color: transparent; padding-inline: 0.6rem; }
.button:disabled { border-color: var(--edge); background: var(--sunk); color: var(--soft); cursor: not-allowed; }
.field { display: grid; gap: 0.35rem; }
.label { font-weight: 600; }
.input {
  inline-size: 100%; min-block-size: 48px; padding: 0.55rem 0.85rem; border: 1.5px solid var(--edge);
  border-radius: 12px; background: var(--card); color: var(--ink); font: inherit;
}
textarea.input { min-block-size: 7.5rem; max-block-size: 60vh; padding-block: 0.75rem; field-sizing: content; resize: vertical; }
.waits:has(article) { margin-block-end: var(--space-4); }
.attach { display: grid; justify-items: start; gap: var(--space-1); flex-basis: 100%; }
.files { display: grid; gap: var(--space-2); padding: 0; list-style: none; }
.files:empty { display: none; }
.files li { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.75rem; }
.file { display: grid; min-inline-size: 0; }
.file__name { overflow-wrap: anywhere; font-weight: 600; }
.yes { display: flex; align-items: center; gap: 0.7rem; min-block-size: var(--touch); cursor: pointer; }
.yes input { flex: none; inline-size: 1.2rem; block-size: 1.2rem; accent-color: var(--leaf); }
details > summary { display: flex; align-items: center; min-block-size: var(--touch); cursor: pointer; }
details > summary b { color: var(--leaf); font-weight: inherit; text-decoration: underline; margin-inline-start: 0.4rem; }
:focus-visible { outline: 3px solid var(--ring); outline-offset: 3px; border-radius: 6px; }
.input:focus-visible { border-radius: 12px; outline-offset: 1px; }
.button:focus-visible { border-radius: 999px; }
:host(:lang(ur)) :is(.button, .label, .seal) { font-weight: 400; }
:host(:lang(ur)) .button { padding-block: 0.2rem; line-height: 1.95; }
@media (forced-colors: active) {
  .button--solid { forced-color-adjust: none; border-color: ButtonText; background: ButtonText; color: ButtonFace; }
  .bar { background: GrayText; }
}
@media print { .button, textarea, .field { display: none; } }
`

/** @type {CSSStyleSheet | null} */
let sheet = null
/** @type {CSSStyleSheet | null} */
let curtain = null

/** What hides every root there is, and every one that is still to come, while the page is hidden. */
function curtainOf() {
  if (curtain) return curtain
  const page = document.documentElement
  const made = new CSSStyleSheet()
  const draw = () => made.replaceSync(page.hasAttribute("data-curtain") ? ":host { display: none !important; }" : "")
  new MutationObserver(draw).observe(page, { attributeFilter: ["data-curtain"] })
  draw()
  return (curtain = made)
}

/**
 * One's own root that no script of the page can reach into.
 *
 * @param {HTMLElement} element
 * @param {string} [more] rules of its own
 */
export function ownRoot(element, more = "") {
  const root = element.attachShadow({ mode: "closed" })
  if (!sheet) {
    sheet = new CSSStyleSheet()
    sheet.replaceSync(RULES)
  }
  const own = new CSSStyleSheet()
  own.replaceSync(more)
  root.adoptedStyleSheets = [sheet, ...(more ? [own] : []), curtainOf()]
  return root
}

/**
 * An element with its words. Text goes in as text, never as markup.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | boolean | undefined>} [marks] attributes; none where it is empty
 * @param {(Node | string | null)[]} inside
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function made(tag, marks = {}, ...inside) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(marks)) {
    if (value === undefined || value === false || value === "") continue
    element.setAttribute(name, value === true ? "" : value)
  }
  element.append(...inside.filter((one) => one !== null))
  return element
}

/**
 * @param {string} words
 * @param {() => void} act
 * @param {string} [kind]
 */
export function button(words, act, kind = "") {
  const one = made("button", { type: "button", class: `button ${kind}`.trim() }, words)
  one.addEventListener("click", act)
  return one
}
