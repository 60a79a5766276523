"""Which row of an effective-dated table counts, and what is still to come."""

from collections.abc import Sequence

import pandas as pd
import pytest

from benefits_sync.clients.bamboohr.history import (
    History,
    fill_future_hires,
    future_changes,
    history,
    table_columns,
)
from benefits_sync.clients.bamboohr.shapes import Row
from benefits_sync.clients.columns import Columns

TODAY = "2026-03-04"
NOBODY = pd.Series([], index=pd.Index([], dtype=object), dtype=object)


def row(number: int, date: str, employee: str = "317", **columns: str) -> Row:
    return {"id": str(number), "employeeId": employee, "date": date, **columns}


def status(number: int, date: str, value: str, employee: str = "317") -> Row:
    return row(number, date, employee, employmentStatus=value)


def of_rows(table: str, rows: Sequence[Row]) -> History:
    return history(table, Columns.of(rows, table_columns(table, ())), ())


def histories(*statuses: Row, jobs: tuple[Row, ...] = (), pays: tuple[Row, ...] = ()) -> tuple[History, ...]:
    return (
        of_rows("employmentStatus", statuses),
        of_rows("jobInfo", jobs),
        of_rows("compensation", pays),
    )


def hires(**dates: str) -> "pd.Series[str]":
    return pd.Series({key.removeprefix("e"): date for key, date in dates.items()}, dtype=object)


def current_title(*rows: Row, starting: "pd.Series[str]" = NOBODY) -> object:
    return of_rows("jobInfo", rows).current(TODAY, starting)["column.jobTitle"].get("317")


def test_the_row_of_the_greatest_date_up_to_today_counts() -> None:
    rows = [
        row(9, "2024-01-01", jobTitle="Clerk"),
        row(7, "2026-03-04", jobTitle="Actuary"),
        row(8, "2026-03-05", jobTitle="Director"),
    ]

    assert current_title(*rows) == "Actuary"


def test_of_two_rows_of_one_day_the_later_entered_counts() -> None:
    rows = [row(10, "2026-01-01", jobTitle="Actuary"), row(9, "2026-01-01", jobTitle="Clerk")]

    assert current_title(*rows) == "Actuary"


def test_without_row_ids_the_order_of_the_answer_decides() -> None:
    rows = [row(1, "2026-01-01", jobTitle="Clerk"), row(1, "2026-01-01", jobTitle="Actuary")]
    for one in rows:
        del one["id"]

    assert current_title(*rows) == "Actuary"


def test_a_future_hire_has_the_row_of_the_first_day() -> None:
    rows = [row(1, "2026-04-01", jobTitle="Clerk"), row(2, "2026-05-01", jobTitle="Actuary")]

    assert current_title(*rows, starting=hires(e317="2026-04-01")) == "Clerk"


def test_a_person_who_comes_back_later_still_has_the_row_of_today() -> None:
    rows = [row(1, "2020-01-01", jobTitle="Clerk"), row(2, "2026-04-01", jobTitle="Actuary")]

    assert current_title(*rows, starting=hires(e317="2026-04-01")) == "Clerk"


def test_somebody_without_any_row_up_to_today_has_none() -> None:
    assert current_title(row(1, "2026-04-01", jobTitle="Clerk")) is None


def test_only_empty_fields_of_future_hires_are_filled() -> None:
    people = pd.DataFrame(
        {"source_id": ["317", "318"], "jobTitle": [None, None], "department": ["Kept", None]}, dtype=object
    )
    jobs = (
        row(1, "2026-04-01", jobTitle="Clerk", department="Risk"),
        row(2, "2026-04-01", "318", jobTitle="Chief", department="Legal"),
    )
    fill_future_hires(people, histories(jobs=jobs), TODAY, hires(e317="2026-04-01"))

    assert people.to_dict("list") == {
        "source_id": ["317", "318"],
        "jobTitle": ["Clerk", None],
        "department": ["Kept", None],
    }


def test_the_pay_of_a_future_hire_reads_as_in_a_report() -> None:
    people = pd.DataFrame({"source_id": ["317"], "payRate": [None]}, dtype=object)
    pays = (
        {
            "id": "1",
            "employeeId": "317",
            "startDate": "2026-04-01",
            "rate": {"value": "20", "currency": "USD"},
        },
    )
    fill_future_hires(people, histories(pays=pays), TODAY, hires(e317="2026-04-01"))

    assert people["payRate"].tolist() == ["20 USD"]


STARTED = status(1, "2020-01-01", "Full-Time")
LEFT = status(2, "2025-01-01", "Terminated")


@pytest.mark.parametrize(
    ("statuses", "starting", "found"),
    [
        ([STARTED], NOBODY, []),
        ([STARTED, status(2, "2026-04-01", "Terminated")], NOBODY, [("termination", "2026-04-01")]),
        ([STARTED, status(2, "2026-04-01", "Part-Time")], NOBODY, [("job", "2026-04-01")]),
        ([STARTED, LEFT, status(3, "2026-04-01", "Full-Time")], NOBODY, [("rehire", "2026-04-01")]),
        # The hire date moves to the rehire's at once: still one event.
        (
            [STARTED, LEFT, status(3, "2026-04-01", "Full-Time")],
            hires(e317="2026-04-01"),
            [("rehire", "2026-04-01")],
        ),
        # What begins with the hire is part of the hire.
        ([status(1, "2026-04-01", "Full-Time")], hires(e317="2026-04-01"), [("hire", "2026-04-01")]),
        (
            [status(1, "2026-04-01", "Full-Time"), status(2, "2026-09-01", "Terminated")],
            hires(e317="2026-04-01"),
            [("hire", "2026-04-01"), ("termination", "2026-09-01")],
        ),
        (
            [STARTED, status(2, "2026-04-01", "Terminated"), status(3, "2026-06-01", "Full-Time")],
            NOBODY,
            [("termination", "2026-04-01"), ("rehire", "2026-06-01")],
        ),
    ],
)
def test_a_later_status_is_named_by_what_it_does(
    statuses: list[Row], starting: "pd.Series[str]", found: list[tuple[str, str]]
) -> None:
    coming = future_changes(histories(*statuses), TODAY, starting)

    assert list(zip(coming["kind"], coming["effective_date"], strict=True)) == found


def test_later_job_and_pay_rows_are_still_to_come() -> None:
    jobs = (row(1, "2026-04-01", jobTitle="Chief"),)
    pays = ({"id": "1", "employeeId": "317", "startDate": "2026-05-01", "rate": "20"},)
    coming = future_changes(histories(STARTED, jobs=jobs, pays=pays), TODAY, NOBODY)

    assert coming.to_dict("split")["data"] == [["317", "job", "2026-04-01"], ["317", "pay", "2026-05-01"]]


def test_nothing_to_come_is_an_empty_frame_of_the_same_columns() -> None:
    assert list(future_changes(histories(), TODAY, NOBODY).columns) == ["source_id", "kind", "effective_date"]
