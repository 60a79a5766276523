"""A page as a person reads it, and the forms on it."""

import html
import re
from dataclasses import dataclass

from httpx import Response


@dataclass
class Page:
    """What the server answered, as a person reads it."""

    answer: Response

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def text(self) -> str:
        """The page without its tags, blanks brought together."""
        return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", self.answer.text)))

    def fields(self, form: str) -> dict[str, str]:
        """Return the values with which the form at this address would be sent as it stands."""
        body = re.search(rf'<form[^>]*action="[^"]*{re.escape(form)}".*?</form>', self.answer.text, re.DOTALL)
        assert body is not None, f"the page has no form {form}"
        inputs = re.findall(r"<input([^>]*)>", body[0])
        found = (dict(re.findall(r'([\w-]+)="([^"]*)"', one)) for one in inputs)
        return {
            one["name"]: html.unescape(one.get("value", ""))
            for one in found
            if "name" in one and one.get("type") != "checkbox"
        }

    def has_form(self, form: str) -> bool:
        return bool(re.search(rf'<form[^>]*action="[^"]*{re.escape(form)}"', self.answer.text))
