/** What a page with an agreement wakes up with. */
import "./agreed-text.js"
import "./print-page.js"
