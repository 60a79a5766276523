"""Somebody who is signed in and uses the pages without any script."""

from dataclasses import dataclass
from typing import Any

from fastapi.testclient import TestClient

from benefits_sync.ui.app import PREFIX
from benefits_sync.ui.csrf import FIELD, token_for
from tests.ui.pages import Page

OURS = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}


@dataclass
class Person:
    """Somebody at the pages, in a browser that runs no script."""

    server: TestClient
    header: dict[str, str]
    user: str

    def get(self, path: str) -> Page:
        return Page(self.server.get(PREFIX + path, headers={**self.header, **OURS}))

    def post(self, path: str, data: dict[str, Any] | None = None, **headers: str) -> Page:
        """Send a form, with the token that a page of ours would have given it."""
        form = {FIELD: token_for(self.user), **(data or {})}
        sent = {**self.header, **OURS, **headers}
        return Page(self.server.post(PREFIX + path, data=form, headers=sent))
