/**
 * The passkey ceremonies, without a page: what the server asks turned into what the browser takes,
 * and the browser's answer turned into what the server may have.
 *
 * An answer is written out by hand. `toJSON()` would put what PRF yields into it, which opens locks
 * and must not leave this browser; of PRF only whether it is there is told.
 */

/** @param {string} text base64url */
export function toBytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"))
  return Uint8Array.from(plain, (character) => character.charCodeAt(0))
}

/** @param {ArrayBuffer | null | undefined} buffer */
export function toText(buffer) {
  if (!buffer) return null
  const plain = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("")
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")
}

/** What `navigator.credentials.create` takes. @param {string} json from the server */
export function creationOptions(json) {
  const asked = JSON.parse(json)
  return {
    ...asked,
    challenge: toBytes(asked.challenge),
    user: { ...asked.user, id: toBytes(asked.user.id) },
    excludeCredentials: asked.excludeCredentials.map(known),
    extensions: {
      ...asked.extensions,
      prf: { eval: { first: toBytes(asked.extensions.prf.eval.first) } },
    },
  }
}

/** The same, not asking for PRF: some authenticators refuse to be asked. */
export function withoutPrf(/** @type {any} */ options) {
  const { prf: _prf, ...extensions } = options.extensions
  return { ...options, extensions }
}

/** What `navigator.credentials.get` takes. @param {string} json from the server */
export function requestOptions(json) {
  const asked = JSON.parse(json)
  return {
    ...asked,
    challenge: toBytes(asked.challenge),
    allowCredentials: asked.allowCredentials.map(known),
  }
}

/** A new passkey, for the server. @param {any} credential */
export function registration(credential) {
  const { credProps, prf } = credential.getClientExtensionResults()
  return JSON.stringify({
    ...named(credential),
    response: {
      clientDataJSON: toText(credential.response.clientDataJSON),
      attestationObject: toText(credential.response.attestationObject),
      transports: credential.response.getTransports?.() ?? [],
    },
    clientExtensionResults: {
      ...(credProps ? { credProps: { rk: credProps.rk } } : {}),
      ...(prf ? { prf: { enabled: prf.enabled === true } } : {}),
    },
  })
}

/** The answer of a passkey, for the server. @param {any} credential */
export function assertion(credential) {
  return JSON.stringify({
    ...named(credential),
    response: {
      clientDataJSON: toText(credential.response.clientDataJSON),
      authenticatorData: toText(credential.response.authenticatorData),
      signature: toText(credential.response.signature),
      userHandle: toText(credential.response.userHandle),
    },
    clientExtensionResults: {},
  })
}

/** @param {{ type: string, id: string }} descriptor */
function known(descriptor) {
  return { ...descriptor, id: toBytes(descriptor.id) }
}

/** @param {any} credential */
function named(credential) {
  return { id: credential.id, rawId: toText(credential.rawId), type: credential.type }
}
