"""People who are signed in to a real Airflow and look at our pages over HTTP, without a browser."""

import re
from collections.abc import Iterator
from typing import Any

import httpx

from scripts.airflow_settings import AirflowSettings
from tests.ui.pages import Page

LEFT_ALONE = re.compile(r"static/|.*files/source$|carriers/.*/content")
"""Links that a walk does not follow: what is no page, and a file in clear, which has its own tests."""


class Visitor:
    """One of the log-ins of an Airflow."""

    def __init__(self, airflow: AirflowSettings, user: str) -> None:
        secrets = {"username": user, "password": airflow.secrets.passwords[user]}
        self.http = httpx.Client(base_url=airflow.url, trust_env=False, timeout=60)
        token = self.http.post("/auth/token", json=secrets).raise_for_status().json()["access_token"]
        self.http.headers.update({"Authorization": f"Bearer {token}", "Accept": "text/html"})

    def get(self, path: str) -> Page:
        return Page(self.http.get(f"/benefits/{path}"))

    def send(self, page: Page, form: str, **fields: Any) -> Page:
        """Send a form of a page with some fields filled in."""
        return Page(self.http.post(f"/benefits/{form}", data=page.fields(form) | fields))

    def look(self, number: int) -> Page:
        """Ask for the personal values of a refused record, whether the page offers it or not."""
        path = f"assistant/rejections/{number}"
        token = {"csrf_token": csrf_token(self.get(path))}
        return Page(self.http.post(f"/benefits/{path}/look", data=token))

    def check(self, page: Page, number: int, **values: str) -> Page:
        """Ask for the verdict on values, as the script of a record's page does while somebody types."""
        path = f"assistant/rejections/{number}"
        headers = {"X-CSRF-Token": csrf_token(page)}
        sent = {f"value.{name}": value for name, value in values.items()}
        return Page(self.http.post(f"/benefits/{path}/check", json=sent, headers=headers))

    def walk(self, *starts: str) -> Iterator[tuple[str, Page]]:
        """Yield every page that links lead to, with its path."""
        ahead, seen = list(starts), set(starts)
        while ahead:
            path = ahead.pop()
            page = self.get(path)
            yield path, page
            links = set(re.findall(r'href="/benefits/([^"#]+)"', page.answer.text.replace("&amp;", "&")))
            new = {link for link in links - seen if not LEFT_ALONE.match(link)}
            ahead += sorted(new)
            seen |= new


def csrf_token(page: Page) -> str:
    """Return the token of a page's forms; a page without one was not made for somebody who may write."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.answer.text)
    return found[1] if found else ""
