/**
 * Asks, before a form is sent, whether it would arrive.
 *
 * @param {string} address where the house answers who is signed in
 * @param {string} person whose page this is; nobody's, where it is a page for visitors
 * @param {typeof fetch} [ask]
 * @returns {Promise<{state: "ready" | "unreachable" | "signed-out" | "somebody-else", token?: string}>}
 */
export async function wouldArrive(address, person, ask = fetch) {
  try {
    const answer = await ask(address, { headers: { Accept: "application/json" }, cache: "no-store" })
    if (answer.status === 401) return { state: person ? "signed-out" : "ready" }
    if (!answer.ok) return { state: "unreachable" }

    const now = await answer.json()
    return now.person === person
      ? { state: "ready", token: now.token }
      : { state: "somebody-else" }
  } catch {
    return { state: "unreachable" } // no network; or a hospital's portal answered in our place
  }
}
