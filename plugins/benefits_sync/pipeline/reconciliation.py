"""A reconciliation: a run of an import that looks for differences and, if asked to, corrects the plain ones.

It has the stages of any run. Its plan holds nothing but corrections, none without a person's word, and what
still differs says how it ended. The report is an encrypted artifact; the file beside it has no amounts.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, Self

import pandas as pd
from pydantic import BaseModel, ConfigDict

from benefits_sync.domain.deductions.corrections import plan_corrections
from benefits_sync.domain.deductions.reconciliation import CodeDifferences, DeductionDifferences
from benefits_sync.domain.planning import Plan
from benefits_sync.domain.request import PlanRequest
from benefits_sync.errors import ParameterError
from benefits_sync.models.deductions import amount_text
from benefits_sync.models.runs import RunStatus, RunSummary
from benefits_sync.models.writes import WriteStatus
from benefits_sync.pipeline.apply import Applied
from benefits_sync.pipeline.close import close
from benefits_sync.pipeline.extract import Extract
from benefits_sync.pipeline.integration import Calls
from benefits_sync.pipeline.plan import SavedPlan, plan
from benefits_sync.pipeline.requests import RunRequest
from benefits_sync.pipeline.workbench import Workbench
from benefits_sync.store.artifacts import ArtifactStore

REPORT: Final = "differences"
"""Name of the artifact with a row for every difference, and of the CSV file without its values."""

NUMBERS: Final = "reconciliation"
"""Name of the artifact with the counts and sums."""

MASKED: Final = ("wanted", "held", "per_pay")

FEW: Final = 5
"""The sum of fewer employees would tell what one of them pays."""

PLAN_YEAR: Final = "plan_year_starts"


class CodeNumbers(BaseModel):
    """The differences of one code: how many of each kind, and by how much a pay date would change.

    ``per_pay`` is None where it would be the amount of a few employees.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    counts: dict[str, int]
    per_pay: str | None

    @classmethod
    def of(cls, found: CodeDifferences) -> Self:
        """Take over what was found, without what belongs to few."""
        shown = found.people == 0 or found.people >= FEW
        return cls(counts=dict(found.counts), per_pay=amount_text(found.per_pay) if shown else None)


class Reconciled(BaseModel):
    """What a reconciliation found, in numbers that name nobody.

    ``left`` counts by kind what still differed at the end of the run, once it has ended.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    compared: int
    counts: dict[str, int]
    codes: dict[str, CodeNumbers]
    correctable: int
    for_a_person: int
    left: dict[str, int] | None = None

    @classmethod
    def of(cls, artifacts: ArtifactStore, folder: str) -> Self:
        """Read back what a reconciliation left behind."""
        return cls.model_validate(artifacts.read_json(folder, NUMBERS))


def reconciliation_request(request: RunRequest, *, correct: bool) -> RunRequest:
    """Return the request that compares everything, whatever changed; without ``correct`` it is a dry run."""
    return request.model_copy(update={"delta": False, "dry_run": not correct})


async def refuse_first_import(bench: Workbench, request: RunRequest) -> Calls:
    """Refuse to correct a plan year of which nothing was imported: that is the import's work.

    Raises:
        ParameterError: If no import of the plan year was accepted yet.
    """
    wanted = request.options.get(PLAN_YEAR)
    imported = bench.ledger.runs.accepted_options(bench.integration.name)
    if not request.dry_run and not any(options.get(PLAN_YEAR) == wanted for _, options in imported):
        raise ParameterError(
            f"nothing was imported for the plan year starting {wanted} yet; run {bench.integration.name} "
            "first, or turn Correct off"
        )
    return {}


def reconcile(bench: Workbench, reference_id: str) -> SavedPlan:
    """Compare payroll with PlanSource, keep the report, and save the plan of the corrections.

    Raises:
        GuardError: If a guard tripped that nobody can wave through; the report is kept all the same.
    """
    extracted = Extract.of(bench, reference_id)

    def planner(request: PlanRequest[Any]) -> Plan:
        made = plan_corrections(request, correct=not extracted.dry_run)
        _keep(bench, extracted.folder, made.differences)
        return made.plan

    return plan(replace(bench, integration=replace(bench.integration, planner=planner)), reference_id)


def close_reconciliation(bench: Workbench, reference_id: str, applied: Sequence[Applied]) -> RunSummary:
    """Close the run and say what still differs.

    What could be corrected counts as confirmed no more, so that the import looks at it. What needs a person
    stays confirmed: an import of changes does not see the unknown line that stands beside it.
    """
    summary = close(bench, reference_id, applied)
    extracted = Extract.of(bench, reference_id)
    found = bench.artifacts.read_frame(extracted.folder, REPORT)
    corrected = _corrected(bench, reference_id)
    left = found[~found["line"].isin(corrected)]
    doubtful = set(left.loc[left["correctable"].eq("yes"), "line"]) - extracted.overtaken(bench)
    bench.ledger.states.doubt(bench.integration.name, sorted(doubtful))
    outcome = found["line"].isin(corrected).map({True: "corrected", False: "left"})
    _keep_lines(bench, extracted.folder, found.assign(outcome=outcome.astype(object)))
    numbers = Reconciled.of(bench.artifacts, extracted.folder)
    kept = numbers.model_copy(update={"left": _by(left["difference"])})
    bench.artifacts.write_json(extracted.folder, NUMBERS, kept.model_dump(mode="json"))
    ended = summary.model_copy(update=_end(bench, summary, left))
    bench.artifacts.write_json(extracted.folder, "summary", ended.model_dump(mode="json"))
    bench.ledger.runs.finish(reference_id, ended)
    return ended


def _keep(bench: Workbench, folder: str, found: DeductionDifferences) -> None:
    numbers = Reconciled(
        compared=found.compared,
        counts=dict(found.counts),
        codes={code: CodeNumbers.of(differences) for code, differences in found.codes.items()},
        correctable=len(found.correctable),
        for_a_person=found.for_a_person,
    )
    bench.artifacts.write_json(folder, NUMBERS, numbers.model_dump(mode="json"))
    _keep_lines(bench, folder, found.lines)


def _keep_lines(bench: Workbench, folder: str, lines: pd.DataFrame) -> None:
    bench.artifacts.write_frame(folder, REPORT, lines)
    bench.artifacts.write_csv(folder, REPORT, lines, MASKED)


def _corrected(bench: Workbench, reference_id: str) -> frozenset[str]:
    writes = bench.ledger.writes.of_run(reference_id)
    good = writes["status"].eq(WriteStatus.CONFIRMED)
    return frozenset(writes.loc[good, "record_key"]) - frozenset(writes.loc[~good, "record_key"])


def _end(bench: Workbench, summary: RunSummary, left: pd.DataFrame) -> dict[str, object]:
    """Return how the run ended; a line whose correction was refused is one error, not two."""
    writes = bench.ledger.writes.of_run(summary.reference_id)
    refused = frozenset(writes.loc[writes["status"].ne(WriteStatus.CONFIRMED), "record_key"])
    errors = summary.errors + len(set(left["line"]) - refused)
    return {
        "differences": _by(left["difference"] + ": " + left["code"]),
        "errors": errors,
        "status": RunStatus.COMPLETED_WITH_ERRORS if errors else RunStatus.COMPLETED,
    }


def _by(names: pd.Series) -> dict[str, int]:
    return dict(sorted(Counter(names.tolist()).items()))
