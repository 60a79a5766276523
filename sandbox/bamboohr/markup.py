"""XML in and out, in the vendor's few shapes."""

from collections.abc import Iterable
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

from sandbox.core.wire import Json

HEAD = '<?xml version="1.0"?>\n'


class MalformedError(ValueError):
    """A request body is not the XML or JSON it should be; the message never quotes it."""


def text_of(value: Json) -> str:
    """Spell a value as the text of an element."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return str(value.get("value", ""))
    return str(value)


def element(name: str, text: Json = None, **attributes: Json) -> str:
    """Return one element holding text; an attribute of None is left out."""
    pairs = "".join(f" {key}={quoteattr(text_of(v))}" for key, v in attributes.items() if v is not None)
    content = escape(text_of(text))
    return f"<{name}{pairs}>{content}</{name}>" if content else f"<{name}{pairs}/>"


def wrap(name: str, children: Iterable[str], **attributes: Json) -> str:
    """Return one element holding elements."""
    pairs = "".join(f" {key}={quoteattr(text_of(v))}" for key, v in attributes.items() if v is not None)
    return f"<{name}{pairs}>{''.join(children)}</{name}>"


def money_or_text(name: str, value: Json) -> str:
    """Return a ``field`` element; an amount loses its currency to an attribute."""
    if isinstance(value, dict):
        return element("field", value.get("value"), id=name, currency=value.get("currency"))
    if isinstance(value, str) and value[-4:-3] == " " and value[-3:].isalpha() and value[-3:].isupper():
        return element("field", value[:-4], id=name, currency=value[-3:])
    return element("field", value, id=name)


def parse(body: bytes) -> ET.Element:
    """Parse a request body.

    Raises:
        MalformedError: When it is not XML.
    """
    try:
        return ET.fromstring(body)  # noqa: S314 - only local tests send anything to the sandbox
    except ET.ParseError:
        raise MalformedError("Malformed XML") from None


def parse_fields(body: bytes) -> dict[str, Json]:
    """Read ``<employee>`` or ``<row>``: the text of each ``field`` element by its id."""
    found: dict[str, Json] = {}
    for child in parse(body).iter("field"):
        text = (child.text or "").strip()
        currency = child.get("currency")
        found[child.get("id", "")] = {"value": text, "currency": currency} if currency else text
    return found
