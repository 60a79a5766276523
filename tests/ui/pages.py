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

    @property
    def cause(self) -> tuple[str, str]:
        """The member and the rule that a refused record's page names at their own places."""
        said = re.search(
            r'aria-label="What is wrong">\s*<h2>(.*?)</h2>.*?<dt>Rule</dt><dd><code>(.*?)</code></dd>',
            self.answer.text,
            re.DOTALL,
        )
        assert said is not None, self.text
        return html.unescape(said[1]), html.unescape(said[2])

    @property
    def notices(self) -> str:
        """What stands out on the page: what was done, what is wrong, and who can mend it."""
        found = re.findall(r'<p class="notice[^>]*>(.*?)</p>', self.answer.text, re.DOTALL)
        return html.unescape(re.sub(r"\s+", " ", " ".join(found)))

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
