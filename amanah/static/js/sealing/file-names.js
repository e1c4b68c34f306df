/**
 * What a file from somebody else is called when it is saved: never a path, never what would hide its
 * true ending, and readable in every language.
 */

// Controls, and marks that turn the reading direction: they make `gpj.exe` of `exe.jpg`. The joiners
// without which Urdu and Persian are not spelt rightly stay.
const UNSEEN = /[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu
const FORBIDDEN = /[<>:"|?*]/g
// Windows means devices by these, whatever their ending.
const DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i
const MOST = 120
// What runs when it is opened, or may carry what does.
const PROGRAMS = new Set(("exe msi bat cmd com scr pif ps1 vbs vbe js jse jar wsf wsh hta cpl lnk url reg dll app dmg pkg command " +
  "sh run deb rpm appimage apk docm xlsm pptm html htm svg xhtml iso img chm").split(" "))

/** @param {string} told what its author called it @returns {string} never empty */
export function safeName(told) {
  const last = told.normalize("NFC").split(/[/\\]/).at(-1) ?? ""
  const clean = last.replace(UNSEEN, "").replace(FORBIDDEN, "_").replace(/\s+/g, " ")
  const bare = clean.replace(/^[. ]+/, "").replace(/[. ]+$/, "")
  const short = shortened(bare)
  if (!short) return "file"
  return DEVICE.test(short) ? `_${short}` : short
}

/** The last ending of a safe name, in capitals; nothing where it has none. @param {string} name */
export function endingOf(name) {
  const at = name.lastIndexOf(".")
  return at > 0 ? name.slice(at + 1).toUpperCase() : ""
}

/** Whether opening it may run something: by its last ending, whatever stands before. @param {string} name */
export function isProgram(name) {
  return PROGRAMS.has(endingOf(name).toLowerCase())
}

/** As long as file systems take it; the ending stays. @param {string} name */
function shortened(name) {
  const all = [...name]
  if (all.length <= MOST) return name
  const ending = endingOf(name)
  const rest = ending && ending.length <= 10 ? `.${name.slice(-ending.length)}` : ""
  return all.slice(0, MOST - rest.length).join("") + rest
}
