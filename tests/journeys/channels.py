"""Everywhere that a word could go without being seen: each channel gives the canaries in it."""

import urllib.parse

from django.conf import settings
from django.db import connection

from tests import canaries
from tests.operations.processes import amanah

# Read a page's storage from the page's own origin.
STORED = """(async () => {
  const names = indexedDB.databases ? await indexedDB.databases() : []
  const kept = []
  for (const name of await caches.keys()) {
    const cache = await caches.open(name)
    for (const asked of await cache.keys()) {
      kept.push(asked.url, await (await cache.match(asked)).text())
    }
  }
  const workers = await navigator.serviceWorker.getRegistrations()
  const storages = [{...localStorage}, {...sessionStorage}]
  const shelves = []
  for (const { name } of names) {
    const base = await new Promise((done, failed) => {
      const opening = indexedDB.open(name)
      opening.onsuccess = () => done(opening.result)
      opening.onerror = () => failed(opening.error)
    })
    for (const shelf of base.objectStoreNames) {
      const asked = base.transaction(shelf).objectStore(shelf).getAll()
      await new Promise((done) => { asked.onsuccess = done })
      for (const one of asked.result) {
        shelves.push(JSON.stringify(one, (_key, value) =>
          value instanceof Uint8Array ? String.fromCharCode(...value) : value))
      }
    }
    base.close()
  }
  return JSON.stringify([storages, names, shelves, kept, workers.length, document.cookie])
})()"""


def in_tables():
    """Every word in every table, as it lies there: {word: tables}."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = [
                b"\n".join(
                    bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                    for cell in row
                )
                for row in cursor.fetchall()
            ]
            for word in canaries.hits(b"\n".join(rows)):
                found.setdefault(word, set()).add(table)
    return found


def in_browser(opened, glass):
    """What the browser keeps of the site, apart from the page that is shown."""
    return canaries.hits(all_in_browser(opened, glass))


def all_in_browser(opened, glass):
    """Storages, caches, cookies, and what lies in its databases, as one text."""
    opened.goto("/how-this-works/")
    return glass(opened).read(STORED)


def in_log(server, *, more=""):
    return canaries.hits(server.said() + more)


def in_mails(post, *, more=()):
    found = set()
    for _recipients, content in [*post.letters, *more]:
        found |= canaries.hits(content)
    return found


def in_backup(folder):
    file = folder / "walk.amanah"
    done = amanah(
        "backup",
        file,
        home=settings.HOME,
        AMANAH_DATABASE_URL="" if connection.vendor == "sqlite" else _url(),
    )
    assert done.returncode == 0, done.stderr
    return canaries.hits(file.read_bytes())


def _url():
    told = connection.settings_dict
    host = told["OPTIONS"].get("host") or told["HOST"]
    return f"postgresql://{told['USER']}:{told['PASSWORD']}@/{told['NAME']}?host={host}&port={told['PORT']}"


class Sent:
    """All that leaves a browser: addresses, headers, bodies."""

    def __init__(self, context):
        self.all = []
        context.on("request", self._keep)

    def _keep(self, request):
        body = request.post_data_buffer or b""
        head = f"{request.method} {request.url}\n{request.headers}\n".encode()
        self.all.append(head + body)

    def words(self):
        return canaries.hits(b"\n".join(self.all))

    def holds(self, phrase):
        """Whether a phrase went out: as it is, or as an address or JSON would write it."""
        whole = b"\n".join(self.all).decode("utf-8", "replace")
        forms = (phrase, urllib.parse.quote(phrase), urllib.parse.quote_plus(phrase))
        return any(form in whole for form in (*forms, phrase.replace(" ", "-")))
