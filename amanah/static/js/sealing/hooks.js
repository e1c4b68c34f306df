/**
 * Where others put something into a field and a conversation, when they are woken: what carries
 * words to the sealer, what is drawn beneath words, and what stands beside the button that sends.
 */
import { ask } from "./asking.js"

/**
 * @typedef {{room: string, kind: string, ref?: string, text: string}} Outgoing
 * @typedef {import("./words-drawn.js").Word} Word
 */

export const hooks = {
  /**
   * Carries words of a field or an edit to the sealer.
   *
   * @type {(words: Outgoing) => Promise<{mid: string, n: number, waits?: boolean}>} `waits`: it goes by itself
   *     when there is a connection
   */
  send: (words) => ask("write", words),

  /**
   * Whether words of a room may wait until there is a connection.
   *
   * @type {(room: string) => boolean}
   */
  mayWait: () => false,

  /**
   * Drawn beneath open words of a conversation.
   *
   * @type {((word: Word, about: {room: string}) => Node | null)[]}
   */
  extras: [],

  /**
   * Drawn beside the button that sends, in a field of which many are written.
   *
   * @type {((field: {room: string, kind: string, area: HTMLTextAreaElement, tell: (...told: Node[]) => void}) => Node | null)[]}
   */
  beside: [],
}
