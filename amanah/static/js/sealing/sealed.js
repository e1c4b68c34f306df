/** What a page with sealed words wakes up with. */
import "./lock-badge.js"
import "./sealed-field.js"
import "./sealed-words.js"
import "./take-copy.js"
