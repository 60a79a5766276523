"""The question put to the person who may let a guarded plan through: counts and sentences, never a record."""

from collections.abc import Mapping
from typing import Any


def question(saved: Mapping[str, Any]) -> str:
    """Return the question in Markdown for a plan as its task returned it."""
    guards = "\n".join(f"- {sentence}" for sentence in saved["asks"])
    counts = "\n".join(f"| {name} | {number} |" for name, number in saved["counts"].items())
    return (
        f"Plan `{saved['plan_id']}` of run `{saved['reference_id']}` tripped these guards:\n\n{guards}\n\n"
        f"It would come to:\n\n| outcome | records |\n|---|---|\n{counts}\n\n"
        "Nothing has been changed yet, and nothing will be unless somebody else than the person who started "
        "the run approves it."
    )
