export * from "age-encryption"
export { base64nopad, bech32 } from "@scure/base"
export { chacha20poly1305 } from "@noble/ciphers/chacha.js"
