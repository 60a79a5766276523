"""Carrier profiles that are shipped, and what is said of one with some text replaced."""

from collections.abc import Callable
from pathlib import Path

import pytest

from benefits_sync.mapping.carriers.loading import examine_profile, profile_files
from benefits_sync.mapping.document import read_document

ROOT = Path(__file__).resolve().parents[3]
PROFILES = profile_files(ROOT / "include" / "mappings")

ProblemsOf = Callable[..., str]


@pytest.fixture
def problems_of(tmp_path: Path) -> ProblemsOf:
    """Return everything that is said of a shipped profile in which texts were replaced."""

    def problems_of(carrier: str, *replacements: tuple[str, str]) -> str:
        text = PROFILES[carrier].read_text("utf-8")
        for old, new in replacements:
            assert text.count(old) >= 1, f"{carrier} has no `{old}`"
            text = text.replace(old, new, 1)
        path = tmp_path / "carriers" / f"{carrier}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        document = read_document(path)
        return "\n\n".join(map(document.shown, examine_profile(document)[1]))

    return problems_of
