"""Every way in which payroll refuses a line: seen on the page, put right there, sent again, accepted."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from benefits_sync.clients.payroll_file.folder import Stored
from benefits_sync.clients.payroll_file.layout import Layout
from benefits_sync.clients.payroll_file.writer import PayrollFileWriter
from benefits_sync.pipeline.integration import Writer
from benefits_sync.ui.assistant.elsewhere import ELSEWHERE
from tests.connections import define_connection
from tests.docs.test_payroll_targets import rows, section
from tests.pipeline.deductions_site import FILE, TABLE, DeductionSite, LocalFolder
from tests.pipeline.payroll_office import DELIVERED, file_lines, table_lines
from tests.ui.assistant.payroll import Cause, Payroll, opened, wrong

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

ROWS = "customDeductions"
OTHER_NUMBER = "E99001"
COLLEAGUE, COLLEAGUES_NUMBER = "120", "E10020"
DEARER = {"org_premium": "77.0"}
PRETAX = {
    "subscriber_premium": "20.0",
    "subscriber_pretax_premium": "20.0",
    "subscriber_posttax_premium": "0.0",
}
Deed = Callable[[Payroll, str], None]


class MeddledFolder(LocalFolder):
    """A folder in which somebody does something between our reading and our writing."""

    meddle: Callable[[], None] = staticmethod(lambda: None)

    def read(self, name: str) -> Stored | None:
        if self.calls == 1:
            self.meddle()
        return super().read(name)


@dataclass
class FileSite(DeductionSite):
    """An installation whose payroll file is plain ASCII and lies in a folder that others reach."""

    meddle: list[Callable[[], None]] = field(default_factory=list)

    @property
    def layout(self) -> Layout:
        return super().layout.model_copy(update={"encoding": "ascii"})

    @asynccontextmanager
    async def lines_of_payroll(self, expected: int) -> AsyncIterator[Writer]:
        folder = MeddledFolder(self.folder / "payroll")
        folder.meddle = lambda: [deed() for deed in self.meddle] and None
        yield PayrollFileWriter(folder, self.layout)


@dataclass(frozen=True)
class Trouble:
    """What goes wrong in payroll for an employee, who puts it right, and what their dental row says."""

    begin: Deed
    end: Deed
    row: Mapping[str, Any] = field(default_factory=lambda: DEARER)


def id_of(payroll: Payroll, code: str) -> str:
    people = payroll.world.company.people()
    return next(one for one, row in people.items() if row["fields"].get("employeeNumber") == code)


def answers(**fault: object) -> Trouble:
    """Let BambooHR answer the change of a row so, until it is put right."""
    rule = {"vendor": "bamboohr", "method": "POST", "route": ROWS, **fault}
    return Trouble(
        begin=lambda payroll, _code: payroll.site.sandbox.faults(rule),
        end=lambda payroll, _code: payroll.site.sandbox.faults(),
    )


def renumber(payroll: Payroll, person: str, number: str) -> None:
    """Give somebody in BambooHR another number; demographics come before deductions, so they are exported."""
    payroll.world.company.drill(person, employeeNumber=number)
    payroll.site.export(f"{person} is {number}")


def lose_the_number(payroll: Payroll, code: str) -> None:
    renumber(payroll, id_of(payroll, code), OTHER_NUMBER)


def find_the_number(payroll: Payroll, code: str) -> None:
    renumber(payroll, id_of(payroll, OTHER_NUMBER), code)


def share_the_number(payroll: Payroll, code: str) -> None:
    renumber(payroll, COLLEAGUE, code)


def part_the_numbers(payroll: Payroll, _code: str) -> None:
    renumber(payroll, COLLEAGUE, COLLEAGUES_NUMBER)


def copy_a_row(payroll: Payroll, code: str) -> None:
    """Leave a row twice, in a table from which nothing can be deleted."""
    company, person = payroll.world.company, id_of(payroll, code)
    held = company.people()[person]["tables"][ROWS]
    row = [row for row in held if (row["benefit"], row["kind"]) == ("dental", "employer")][-1]
    company.enter(person, ROWS, **{name: value for name, value in row.items() if name != "id"})
    payroll.site.sandbox.faults({"kind": "status", "status": 409, "method": "DELETE", "route": ROWS})


def delete_the_copy(payroll: Payroll, code: str) -> None:
    payroll.site.sandbox.faults()
    payroll.world.company.withdraw(id_of(payroll, code), ROWS)


def take_the_line_away(payroll: Payroll, code: str) -> None:
    """Have somebody delete the employer's part from the file just before ours replaces it."""
    file = payroll.site.folder / "payroll" / DELIVERED

    def delete() -> None:
        lines = file.read_text("ascii").splitlines(keepends=True)
        kept = [one for one in lines if not (code in one and ",dental," in one and ",employer," in one)]
        file.write_text("".join(kept), "ascii")

    payroll.site.meddle.append(delete)


def leave_the_file_alone(payroll: Payroll, _code: str) -> None:
    payroll.site.meddle.clear()


def nothing(_payroll: Payroll, _code: str) -> None:
    pass


def mend_the_row(payroll: Payroll, code: str) -> None:
    payroll.mend(code)


IN_TABLE = {
    "row.incomplete": answers(kind="status", status=400),
    "column.value": answers(kind="status", status=406),
    "payroll.conflict": answers(kind="status", status=409),
    "pay_schedule.inactive": answers(kind="status", status=412),
    "line.missing": answers(kind="row_gone"),
    "line.repeated": Trouble(copy_a_row, delete_the_copy),
    "employee.unknown": Trouble(lose_the_number, find_the_number),
    "employee.ambiguous": Trouble(share_the_number, part_the_numbers),
}
IN_FILE = {
    "file.format": Trouble(nothing, mend_the_row, {**PRETAX, "plan_payroll_mapping_code": "DEN\u200b1"}),
    "file.encoding": Trouble(nothing, mend_the_row, {**PRETAX, "plan_payroll_mapping_code": "DENÉ"}),
    "line.missing": Trouble(take_the_line_away, leave_the_file_alone),
}
TROUBLES = [(TABLE, rule) for rule in IN_TABLE] + [(FILE, rule) for rule in IN_FILE]


@pytest.fixture(scope="module")
def table(
    server: TestClient, dags_are_on: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Payroll]:
    with opened(server, tmp_path_factory.mktemp("refusals"), 60, electing=len(TROUBLES) + 1) as found:
        yield found


@pytest.fixture(scope="module")
def file(table: Payroll) -> Iterator[Payroll]:
    """The same company's payroll file, of which everything was imported."""
    site = FileSite(table.site.sandbox, table.site.folder, FILE, table.site.patience)
    site.first("first file")
    with pytest.MonkeyPatch.context() as environment:
        define_connection(environment, "payroll_sftp", conn_type="sftp", host="127.0.0.1")
        yield replace(table, site=site)


def employers_part(payroll: Payroll, code: str) -> list[str]:
    """Return from when on payroll takes the employer's part of an employee's dental plan, line by line."""
    site = payroll.site
    held = (
        table_lines(site.sandbox)
        if site.target == TABLE
        else file_lines((site.folder / "payroll" / DELIVERED).read_text("ascii"))
    )
    wanted = (code, "dental", "employer")
    lines = [one for one in held if (one["employee"], one["benefit"], one["kind"]) == wanted]
    return sorted(one["start_date"] for one in lines if one["start_date"] <= one["end_date"])


def test_every_rule_of_a_target_has_its_case() -> None:
    assert {*IN_TABLE, *IN_FILE} == {cells[0] for cells in rows(section("## Rejections"))}


def test_a_line_sent_again_while_payroll_holds_it_twice_stays_open(table: Payroll) -> None:
    code, cause = next(table.people), Cause("line.repeated", (wrong(**DEARER),))
    table.spoil(code, cause)
    copy_a_row(table, code)
    first = table.site.run("twice", include=[code])
    before = table.refused(first.reference_id, code, cause)
    second = table.resubmit(first.reference_id)
    again = table.refused(second.reference_id, code, cause)
    seen = [table.world.status(number) for number in (before, again)]
    delete_the_copy(table, code)
    table.resubmit(second.reference_id)
    assert (seen, table.world.status(again)) == (["repeated", "open"], "resolved")


@pytest.mark.parametrize(("target", "rule"), TROUBLES)
def test_what_payroll_refuses_is_seen_put_right_there_and_sent_again(
    table: Payroll, file: Payroll, target: str, rule: str
) -> None:
    payroll, trouble = (table, IN_TABLE[rule]) if target == TABLE else (file, IN_FILE[rule])
    code = next(table.people)
    before = employers_part(payroll, code)
    cause = Cause(rule, (wrong(**trouble.row),))
    payroll.spoil(code, cause)
    trouble.begin(payroll, code)
    run = payroll.site.run(f"{rule} in {target}", include=[code])
    number = payroll.refused(run.reference_id, code, cause)
    page = payroll.olga.get(f"/assistant/rejections/{number}")
    trouble.end(payroll, code)
    payroll.resubmit(run.reference_id)
    assert (page.cause[1], payroll.world.status(number)) == (rule, "resolved")
    assert (ELSEWHERE[rule] in page.notices, page.has_form("/correct")) == (True, False)
    assert employers_part(payroll, code) == before
