/**
 * Says its words to those who hear the page, when they come in with a part of it.
 *
 *   <say-aloud><p class="note">Your profile is saved.</p></say-aloud>
 *
 * The page's one live region, #aloud, is there from the start: a region that arrives together with
 * its words is heard by few. Without this script the words stand where they are.
 */
class SayAloud extends HTMLElement {
  connectedCallback() {
    if (document.readyState !== "complete") return // it came with the page, and is read with it

    const words = (this.textContent ?? "").replace(/\s+/g, " ").trim()
    document.querySelector("#aloud")?.replaceChildren(words)
  }
}

customElements.define("say-aloud", SayAloud)
