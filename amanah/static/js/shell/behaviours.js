/** The behaviours that any page may have. Each is an element that wakes up by itself. */
import "./ask-first.js"
import "./closing-menu.js"
import "./draft-keeper.js"
import "./file-limit.js"
import "./local-time.js"
import "./row-keys.js"
import "./say-aloud.js"
import "./theme-switch.js"
