"""Reading a page as a browser does: what text it shows, and what its fields hold."""

from html.parser import HTMLParser
from urllib.parse import quote_from_bytes


class Page(HTMLParser):
    """The texts of <bdi>, the values of fields, the sentences beside them, and every element."""

    def __init__(self, response):
        super().__init__(convert_charrefs=True)
        self.elements = []
        self.shown = []
        self.values = {}
        self.sentences = {}
        self._inside = []
        self.feed(response.content.decode())
        self.close()

    def handle_starttag(self, tag, attributes):
        about = dict(attributes)
        self.elements.append((tag, about))
        if tag == "input" and about.get("type") != "hidden":
            self.values[about.get("name")] = about.get("value", "")
        if tag in VOID:
            return
        self._inside.append((tag, about))
        if tag == "bdi":
            self.shown.append("")
        if tag == "textarea":
            self.values[about.get("name")] = ""

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self._inside.pop()

    def handle_endtag(self, tag):
        if tag in VOID or tag not in {name for name, _about in self._inside}:
            return
        while self._inside.pop()[0] != tag:
            pass

    def handle_data(self, data):
        for tag, about in self._inside:
            if tag == "bdi":
                self.shown[-1] += data
            if tag == "textarea":
                self.values[about.get("name")] += data
            if about.get("id", "").endswith("_error"):
                name = about["id"]
                self.sentences[name] = f"{self.sentences.get(name, '')}{data}".strip()


VOID = {
    "area",
    "br",
    "col",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "path",
    "source",
    "wbr",
    "circle",
}
FORM = "application/x-www-form-urlencoded"


def encoded(fields):
    """A form as a hostile client sends it: lone surrogates and all."""
    pairs = [
        f"{quote_from_bytes(name.encode())}="
        f"{quote_from_bytes(str(value).encode('utf-8', 'surrogatepass'))}"
        for name, value in fields.items()
    ]
    return "&".join(pairs)


def arrives_as(text):
    """What a server reads of it: bytes that are no text become the sign for that."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
