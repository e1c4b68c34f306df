// Prints the exact texts and hashes of the agreements that it is told on its standard input.
import { readFileSync } from "node:fs"

import { exactText, hashOf } from "../../../amanah/static/js/mentoring/exact.js"

const told = JSON.parse(readFileSync(0, "utf8"))
const texts = told.map(exactText)
process.stdout.write(JSON.stringify({ texts, hashes: await Promise.all(texts.map(hashOf)) }))
