/**
 * Asks, before a form is sent, whether it would arrive.
 *
 * @param {string} address where the house answers who is signed in
 * @param {string} person whose page this is
 * @param {typeof fetch} [ask]
 * @returns {Promise<{state: "ready" | "unreachable" | "signed-out" | "somebody-else", token?: string}>}
 */
export async function wouldArrive(address, person, ask = fetch) {
  let answer
  try {
    answer = await ask(address, { headers: { Accept: "application/json" }, cache: "no-store" })
  } catch {
    return { state: "unreachable" }
  }
  if (answer.status === 401) return { state: "signed-out" }
  if (!answer.ok) return { state: "unreachable" }

  const now = await answer.json()
  return now.person === person
    ? { state: "ready", token: now.token }
    : { state: "somebody-else" }
}
