/** What the pages of the lock wake up with. */
import "./fresh-proof.js"
import "./lock-adder.js"
import "./lock-badge.js"
import "./lock-keeper.js"
import "./lock-opener.js"
import "./lock-setter.js"
import "./safety-numbers.js"
