/** What the pages of concerns wake up with. */
import "../sealing/sealed.js"
import "./concern-sender.js"
import "./concern-shown.js"
