/**
 * Where words wait that could not be sent yet: in this browser, sealed to their author. Here lie
 * bytes alone; what they say, only their author's lock opens.
 */
const NAME = "amanah-waiting"
const SHELF = "words"

/**
 * @typedef {object} Laid
 * @property {string} mid
 * @property {string} person whose they are
 * @property {number} order
 * @property {Uint8Array} note what they say, sealed to their author
 * @property {Uint8Array[]} parts their files, each sealed likewise
 */

/** @param {Laid} laid */
export async function put(laid) {
  await onShelf("readwrite", (shelf) => shelf.put(laid))
}

/** @param {string} mid @returns {Promise<Laid | undefined>} */
export async function get(mid) {
  return await onShelf("readonly", (shelf) => shelf.get(mid))
}

/** @returns {Promise<Laid[]>} */
export async function all() {
  return await onShelf("readonly", (shelf) => shelf.getAll())
}

/** @param {string} mid */
export async function remove(mid) {
  await onShelf("readwrite", (shelf) => shelf.delete(mid))
}

/** How many wait here, whoever's lock is open. @param {string} person */
export async function count(person) {
  return (await all()).filter((one) => one.person === person).length
}

/**
 * @param {IDBTransactionMode} mode
 * @param {(shelf: IDBObjectStore) => IDBRequest} act
 * @returns {Promise<any>} rejects where the browser keeps nothing
 */
function onShelf(mode, act) {
  return new Promise((done, failed) => {
    const opening = indexedDB.open(NAME, 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore(SHELF, { keyPath: "mid" })
    opening.onerror = () => failed(opening.error)
    opening.onblocked = () => failed(new Error("the browser's store is held"))
    opening.onsuccess = () => {
      const deal = opening.result.transaction(SHELF, mode, { durability: "strict" })
      const asked = act(deal.objectStore(SHELF))
      deal.oncomplete = () => { opening.result.close(); done(asked.result) }
      deal.onerror = deal.onabort = () => { opening.result.close(); failed(deal.error) }
    }
  })
}
