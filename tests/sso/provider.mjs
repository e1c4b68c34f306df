/**
 * An OpenID provider as an institution would run one: node provider.mjs PORT REDIRECT_URI
 * Whoever signs in to it with an address gets that address; "unverified@…" is one it never checked.
 */
import { Provider } from "oidc-provider"

const [port, redirectUri] = process.argv.slice(2)
const issuer = `http://localhost:${port}`

const provider = new Provider(issuer, {
  clients: [{
    client_id: "amanah",
    client_secret: "a-secret-for-tests-only",
    redirect_uris: [redirectUri],
    grant_types: ["authorization_code"],
    response_types: ["code"],
  }],
  claims: { email: ["email", "email_verified"], profile: ["name"] },
  cookies: { keys: ["for tests only"] },
  pkce: { required: () => true },
  async findAccount(_context, id) {
    return {
      accountId: id,
      async claims() {
        return { sub: id, email: id, email_verified: !id.startsWith("unverified"), name: "Noor Rahman" }
      },
    }
  },
})

provider.listen(Number(port), "127.0.0.1", () => console.log("ready"))
