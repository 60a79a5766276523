"""The page about carrier delivery says what the code does."""

import re
from pathlib import Path

import pytest

from benefits_sync.clients.carriers import api_refusals
from benefits_sync.clients.carriers.api_dropbox import SILENT_SECONDS
from benefits_sync.clients.carriers.dropbox import MOST_ANSWER_BYTES, Step
from benefits_sync.clients.carriers.sftp_outbox import SECOND_LOOK, SETTLED
from benefits_sync.provider import get_provider_info

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
PAGE = (REFERENCE / "carrier-delivery.md").read_text(encoding="utf-8")
CONNECTIONS = (REFERENCE / "connections.md").read_text(encoding="utf-8")


def test_every_step_is_explained() -> None:
    assert [step.value for step in Step if f"| `{step.value}` |" not in PAGE] == []


@pytest.mark.parametrize("table", [api_refusals._SETTINGS, api_refusals._REFUSED], ids=["settings", "file"])
def test_every_refusal_is_explained(table: dict[int, str]) -> None:
    row = ", ".join(str(status) for status in sorted(table))
    assert f"| {row} |" in PAGE


def test_limits_are_the_codes() -> None:
    said = (f"more than {MOST_ANSWER_BYTES // 2**20} MiB", f"{SILENT_SECONDS:.0f} seconds of silence")
    assert [words for words in said if words not in PAGE] == []
    assert (SETTLED.total_seconds(), SECOND_LOOK) == (60, 2)


def test_every_field_of_the_pgp_form_is_explained() -> None:
    (form,) = (
        kind for kind in get_provider_info()["connection-types"] if kind["connection-type"] == "benefits_pgp"
    )
    section = re.split(r"^## ", CONNECTIONS.partition("\n## PGP keys\n")[2], flags=re.MULTILINE)[0]
    assert [name for name in form["conn-fields"] if f"`extra.{name}`" not in section] == []
