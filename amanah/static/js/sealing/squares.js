/**
 * A square code as a drawing, made here: what it says never leaves the browser.
 */
import { correction, generate } from "../../vendor/qr.js"

const SVG = "http://www.w3.org/2000/svg"
const BORDER = 2

/** @param {string} text @returns {SVGElement} */
export function square(text) {
  const code = generate(text, { minCorrectionLevel: correction.M })
  const side = code.size + 2 * BORDER
  const places = Array.from({ length: code.size }, (_one, at) => at)
  const dark = places.flatMap((y) => places
    .filter((x) => code.get(x, y))
    .map((x) => `M${x + BORDER} ${y + BORDER}h1v1h-1z`))
  const drawing = svg("svg", {
    viewBox: `0 0 ${side} ${side}`, "shape-rendering": "crispEdges", "aria-hidden": "true",
  })
  drawing.append(
    svg("path", { class: "square__light", d: `M0 0h${side}v${side}h-${side}z` }),
    svg("path", { class: "square__dark", d: dark.join("") }))
  return drawing
}

/** @param {string} tag @param {Record<string, string>} marks @returns {SVGElement} */
function svg(tag, marks) {
  const element = /** @type {SVGElement} */ (document.createElementNS(SVG, tag))
  for (const [name, value] of Object.entries(marks)) element.setAttribute(name, value)
  return element
}
