"""A few lines for writing HTML that cannot be broken out of."""

from html import escape


class Markup(str):
    """Text that is HTML already."""


def tag(name: str, *inside: object, **attributes: object) -> Markup:
    """An element. Everything inside that is not `Markup` is escaped.

    `class_` is written as class, `data_x` as data-x; attributes that are None or False are left
    out.

    Examples
    --------
    >>> tag("p", "a < b", tag("b", "c"), class_="x")
    '<p class="x">a &lt; b<b>c</b></p>'
    """
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return Markup(f"<{name}{said}>{joined(*inside)}</{name}>")


def joined(*parts: object) -> Markup:
    """Parts one after the other; iterables are unfolded, None is nothing."""
    found = []
    for part in parts:
        if isinstance(part, Markup):
            found.append(str(part))
        elif isinstance(part, list | tuple):
            found.append(joined(*part))
        elif part is not None:
            found.append(escape(str(part)))
    return Markup("".join(found))
