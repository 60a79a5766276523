"""Payroll changed by hand: each difference is found, and the straightforward ones are mended on request."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from benefits_sync.domain.deductions.reconciliation import CodeDifferences
from benefits_sync.errors import GuardError, ParameterError
from benefits_sync.models.runs import RunStatus, RunSummary
from benefits_sync.pipeline.reconciliation import CodeNumbers
from benefits_sync.redaction import MASK
from tests.pipeline.deductions_site import FILE, TABLE, DeductionSite
from tests.pipeline.reconciliation_site import ReconciliationSite
from tests.pipeline.site import Sandbox

EMPLOYEES = 20
Lines = dict[str, dict[str, str | None]]


def held(site: ReconciliationSite) -> Lines:
    return asyncio.run(site.lines())


@dataclass
class Hand:
    """The keys of the lines that somebody changed in payroll, each of another employee."""

    missing: str
    extra: str
    amount: str
    end_date: str
    duplicate: str
    start_date: str

    @property
    def mendable(self) -> set[str]:
        return {self.missing, self.amount, self.end_date, self.duplicate}


def medical(site: ReconciliationSite) -> list[str]:
    """Return lines of one benefit, each of another employee."""
    return sorted(
        key
        for key, line in held(site).items()
        if line["benefit"] == "medical" and line["kind"] == "pretax" and line["end_date"] == "2026-12-31"
    )


def touched(site: ReconciliationSite) -> Hand:
    """Change one line of each of six employees by hand, each in another way."""
    hand = Hand(*medical(site)[:6])
    site.remove(hand.missing)
    site.change(hand.extra, code="BYHAND")
    site.change(hand.amount, amount="0.07")
    site.change(hand.end_date, end_date="2026-06-30")
    site.copy(hand.duplicate)
    site.change(hand.start_date, start_date="2026-02-27")
    return hand


@dataclass
class Story:
    """What reconciliations did before and after somebody's hand: the last three look, correct, look again."""

    site: ReconciliationSite
    hand: Hand
    before: Lines
    spoiled: Lines
    after_looking: Lines
    after_correcting: Lines
    agreed: RunSummary
    looked: RunSummary
    corrected: RunSummary
    next_import: RunSummary
    looked_again: RunSummary
    report: pd.DataFrame
    report_file: str
    corrected_report: pd.DataFrame
    last_report: pd.DataFrame
    confirmed_before: dict[str, str]
    confirmed_after_looking: dict[str, str]
    confirmed_after_correcting: dict[str, str]


@pytest.fixture(scope="module", params=[TABLE, FILE])
def story(
    request: pytest.FixtureRequest, sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory
) -> Story:
    sandbox.reset()
    folder = tmp_path_factory.mktemp("site")
    imports = DeductionSite(sandbox, folder, request.param)
    imports.export(delta=False)
    sandbox.call("POST", "plansource/elect_everyone", {})
    imports.first()
    site = ReconciliationSite(sandbox, folder, request.param)
    before, confirmed_before = held(site), site.states()
    agreed = site.run("nothing differs")
    hand = touched(site)
    spoiled = held(site)
    site.export("after the hand")
    looked = site.run("look")
    after_looking, report, report_file = held(site), site.report(), site.report_file()
    confirmed_after_looking = site.states()
    corrected = site.run("correct", correct=True)
    corrected_report = site.report()
    after_correcting, confirmed_after_correcting = held(site), site.states()
    next_import = imports.run("next import")
    looked_again = site.run("look again")
    return Story(
        site,
        hand,
        before,
        spoiled,
        after_looking,
        after_correcting,
        agreed,
        looked,
        corrected,
        next_import,
        looked_again,
        report,
        report_file,
        corrected_report,
        site.report(),
        confirmed_before,
        confirmed_after_looking,
        confirmed_after_correcting,
    )


def named(report: pd.DataFrame) -> set[tuple[str, str, str]]:
    columns = ["difference", "employee", "code"]
    return {tuple(row) for row in report[columns].to_numpy().tolist()}


def who(key: str) -> tuple[str, str]:
    employee, _, _, code, _ = key.split("|")
    return employee, code


# Looking


def test_each_difference_is_found_and_named_by_employee_and_code(story: Story) -> None:
    hand = story.hand
    assert named(story.report) == {
        ("missing", *who(hand.missing)),
        ("missing", *who(hand.extra)),
        ("extra", who(hand.extra)[0], "BYHAND"),
        ("amount", *who(hand.amount)),
        ("end_date", *who(hand.end_date)),
        ("duplicate", *who(hand.duplicate)),
        ("start_date", *who(hand.start_date)),
    }


def test_looking_changes_nothing_in_payroll(story: Story) -> None:
    assert (story.after_looking, story.looked.counts.written) == (story.spoiled, 0)


def test_a_run_that_finds_differences_is_completed_with_errors(story: Story) -> None:
    run = story.looked
    assert (run.status, run.errors, run.dry_run) == (RunStatus.COMPLETED_WITH_ERRORS, 7, True)


def test_the_summary_counts_what_differs_by_kind_and_code(story: Story) -> None:
    counted = {
        f"{kind}: {code}": sum((kind, code) == (row[0], row[2]) for row in named(story.report))
        for kind, _, code in named(story.report)
    }
    assert story.looked.differences == counted


def test_every_record_read_is_accounted_for(story: Story) -> None:
    assert all(run.counts.balanced and run.counts.read for run in (story.looked, story.corrected))


def test_the_report_knows_by_how_much_a_pay_day_is_wrong(story: Story) -> None:
    row = story.report[story.report["difference"] == "amount"].iloc[0]
    assert (row["held"], row["wanted"]) == ("0.07", story.before[story.hand.amount]["amount"])


def test_the_file_for_people_holds_no_amount(story: Story) -> None:
    wanted = story.before[story.hand.amount]["amount"]
    assert (wanted in story.report_file, MASK in story.report_file) == (False, True)


def test_a_line_that_the_import_can_mend_is_confirmed_no_more_so_that_it_looks(story: Story) -> None:
    doubted = {key for key, digest in story.confirmed_after_looking.items() if not digest}
    assert doubted == story.hand.mendable


# Correcting


def test_the_straightforward_ones_are_mended(story: Story) -> None:
    mended = {key: story.after_correcting.get(key) for key in story.hand.mendable}
    assert mended == {key: story.before[key] for key in story.hand.mendable}


def test_nothing_else_is_touched(story: Story) -> None:
    others = story.spoiled.keys() - story.hand.mendable
    assert {key: story.after_correcting[key] for key in others} == {key: story.spoiled[key] for key in others}


def test_a_correcting_run_names_what_it_leaves(story: Story) -> None:
    code = who(story.hand.extra)[1]
    run = story.corrected
    assert (run.status, run.counts.written, run.differences) == (
        RunStatus.COMPLETED_WITH_ERRORS,
        4,
        {"extra: BYHAND": 1, f"missing: {code}": 1, f"start_date: {who(story.hand.start_date)[1]}": 1},
    )


def test_the_report_says_of_each_difference_what_became_of_it(story: Story) -> None:
    told = story.corrected_report
    assert dict(zip(told["line"], told["outcome"], strict=True)).items() >= {
        **dict.fromkeys(story.hand.mendable, "corrected"), story.hand.start_date: "left",
    }.items()  # fmt: skip


def test_what_it_corrected_is_confirmed_for_the_import_too(story: Story) -> None:
    mended = story.hand.mendable
    assert {key: story.confirmed_after_correcting[key] for key in mended} == {
        key: story.confirmed_before[key] for key in mended
    }


def test_the_next_import_neither_waits_nor_writes_beside_an_unknown_line(story: Story) -> None:
    assert (story.next_import.status, story.next_import.counts.written) == (RunStatus.COMPLETED, 0)


def test_a_second_reconciliation_finds_only_what_needs_a_person(story: Story) -> None:
    assert (set(story.last_report["correctable"]), story.looked_again.differences) == (
        {"no"},
        story.corrected.differences,
    )


def test_its_runs_are_listed_as_reconciliations(story: Story) -> None:
    assert {run.integration for run in (story.looked, story.corrected)} == {
        "deductions_reconciliation" + ("_file" if story.site.target == FILE else "")
    }


@pytest.mark.parametrize(("people", "shown"), [(0, "4.00"), (1, None), (4, None), (5, "4.00")])
def test_the_sum_of_a_few_people_is_kept_from_everybody(people: int, shown: str | None) -> None:
    assert CodeNumbers.of(CodeDifferences({"missing": 6}, 400, people)).per_pay == shown


# When nothing differs, and when correcting has to wait


def test_where_nothing_differs_the_run_is_completed(story: Story) -> None:
    run = story.agreed
    assert (run.status, run.differences, run.errors) == (RunStatus.COMPLETED, {}, 0)


def test_a_plan_year_that_was_never_imported_is_not_imported_by_correcting(story: Story) -> None:
    with pytest.raises(ParameterError, match=f"run {story.site.target} first"):
        story.site.run("next plan year", correct=True, options={"plan_year": "next"})


@pytest.fixture
def imported(sandbox: Sandbox, tmp_path: Path) -> ReconciliationSite:
    """An installation after its first import into the file."""
    sandbox.reset()
    imports = DeductionSite(sandbox, tmp_path, FILE)
    imports.export(delta=False)
    sandbox.call("POST", "plansource/elect_everyone", {})
    imports.first()
    return ReconciliationSite(sandbox, tmp_path, FILE)


def test_a_payroll_file_that_is_gone_is_not_filled_again_without_a_person(
    imported: ReconciliationSite,
) -> None:
    (imported.folder / "payroll" / imported.layout.file).unlink()
    with pytest.raises(GuardError, match="are not there now"):
        imported.run("correct", approve=False, correct=True)


def test_of_a_named_employee_the_own_lines_are_compared_and_no_others(imported: ReconciliationSite) -> None:
    one, other = medical(imported)[:2]
    imported.change(one, code="BYHAND")
    imported.remove(other)
    run = imported.run("look", include=[who(one)[0]])
    assert sorted(run.differences) == ["extra: BYHAND", f"missing: {who(one)[1]}"]


def test_a_correction_tried_again_after_a_kill_writes_nothing_more(imported: ReconciliationSite) -> None:
    imported.copy(medical(imported)[0])
    imported.extract("killed", correct=True)
    imported.plan()
    first, again = imported.apply(), imported.apply()
    run = imported.close(again)
    assert ([done.sent for done in (*first, *again)], run.status, run.counts.updated) == (
        [1, 0],
        RunStatus.COMPLETED,
        1,
    )


def test_a_record_that_the_import_refused_stays_open_there(imported: ReconciliationSite) -> None:
    employee = who(medical(imported)[0])[0]
    imports = DeductionSite(imported.sandbox, imported.folder, FILE)
    bad = {"subscriber_code": employee, "benefit": "medical", "defect": "negative_amount"}
    imported.sandbox.call("POST", "plansource/payroll_rows", bad)
    refused = imports.run("a bad row")
    looked = imported.run("look")
    with imported.bench() as bench:
        kept, told = (bench.ledger.rejections.list(run.reference_id) for run in (refused, looked))
    assert (set(kept["status"]), len(told)) == ({"open"}, 0)
