async (count) => {
  // Runs inside the sealing worker; `here` is where its modules are, as they are named there.
  const [envelopes, grants, identity, age] = await Promise.all(
    ["envelopes", "grants", "identity", "age"].map((name) => import(here[name])))
  const [a, b] = await Promise.all([0, 0].map(async () => identity.selfOf(await identity.newIdentity())))
  const members = { "1": a.recipient, "2": b.recipient }
  const roomKey = await identity.newIdentity()
  const room = crypto.randomUUID()
  const keys = await envelopes.keysOf(roomKey, room, 1)
  const words = (n) => ({
    v: 1, room, epoch: 1, n, mid: crypto.randomUUID(), by: "1", kind: "hopes", ref: "",
    at: new Date().toISOString(), head: btoa("x".repeat(32)), pins: 1, text: "y".repeat(2048),
  })
  const sealed = []
  const seal = []
  for (let n = 1; n <= count; n += 1) {
    const began = performance.now()
    sealed.push((await envelopes.writeEnvelope(a, keys, words(n), members)).file)
    seal.push(performance.now() - began)
  }
  const open = []
  for (let turn = 0; turn < 3; turn += 1) {
    const began = performance.now()
    for (const file of sealed) {
      const { tagHolds } = await envelopes.openEnvelope(b, keys, file, members)
      if (!tagHolds) throw new Error("it did not open")
    }
    open.push(performance.now() - began)
  }
  // The peer: the same bytes, by age alone.
  const recipient = await identity.recipientOf(roomKey)
  const plain = new Uint8Array(4096).fill(0x20)
  const seal_bare = []
  const bare = []
  for (let n = 0; n < count; n += 1) {
    const began = performance.now()
    const encrypter = new age.Encrypter()
    encrypter.addRecipient(recipient)
    bare.push(await encrypter.encrypt(plain))
    seal_bare.push(performance.now() - began)
  }
  const open_bare = []
  for (let turn = 0; turn < 3; turn += 1) {
    const began = performance.now()
    const decrypter = new age.Decrypter()
    decrypter.addIdentity(roomKey)
    for (const file of bare) await decrypter.decrypt(file)
    open_bare.push(performance.now() - began)
  }
  const file = sealed[0].length
  const posted = JSON.stringify({ ...words(1), text: "", file: btoa("z".repeat(file)) }).length
  return { count, seal, open, seal_bare, open_bare, file, posted }
}
