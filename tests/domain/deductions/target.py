"""Invented deduction lines, and a payroll that does what plans say and knows nothing of how they are made."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from benefits_sync.domain.deductions.outstanding import outstanding_lines
from benefits_sync.domain.deductions.planning import plan_deductions
from benefits_sync.domain.planning import Plan
from benefits_sync.domain.request import PlanRequest
from benefits_sync.mapping.frame import ISSUE_COLUMNS, MappedFrame
from benefits_sync.models.deductions import LINE_FIELDS, is_void
from benefits_sync.models.plans import STATE_COLUMNS, TARGET_COLUMNS
from tests.deduction_lines import key_of_line

TODAY = date(2026, 6, 15)
KEY = b"a key for tests"
Record = dict[str, str | None]


@dataclass(frozen=True)
class LineMapping:
    """As much of a mapping as planning asks for."""

    version_label: str = "deductions 1"
    target_fields: tuple[str, ...] = tuple(LINE_FIELDS)
    source_fields: tuple[str, ...] = ()


def line(employee: str = "E1", benefit: str = "medical", **facts: str | None) -> Record:
    """Invent one wanted line; ``facts`` override its fields."""
    return {
        "employee": employee,
        "plan_year": "2026-01-01",
        "benefit": benefit,
        "code": f"{benefit[:3].upper()}125",
        "kind": "pretax",
        "start_date": "2026-01-01",
        "end_date": "2026-12-31",
        "amount": "48.10",
        "annual_amount": None,
        "frequency": "Biweekly (26 per year)",
    } | facts


def excluded(employee: str = "E1", benefit: str = "medical", reason: str = "declined", **facts) -> Record:
    """Invent a row that gives no line."""
    return line(employee, benefit, **facts) | {"exclusion": reason}


def rejected(employee: str = "E1", benefit: str = "medical", **facts) -> Record:
    """Invent a row of which no line can be made."""
    return line(employee, benefit, **facts) | {"issue": "code"}


def company(count: int, **facts: str | None) -> list[Record]:
    return [line(f"E{number}", **facts) for number in range(1, count + 1)]


def frame(rows: Iterable[dict], columns: Iterable[str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(columns), dtype=object)


@dataclass
class Payroll:
    """A target that holds lines by key and carries plans out at once."""

    rows: dict[str, Record] = field(default_factory=dict)
    states: dict[str, Record] = field(default_factory=dict)

    @classmethod
    def holding(cls, *lines: Record, confirmed: bool = False) -> "Payroll":
        """Return a payroll with these lines; ``confirmed`` says that earlier runs put them there."""
        payroll = cls({key_of_line(row): dict(row) for row in lines})
        if confirmed:
            payroll.states = {
                key: {"record_key": key, "source_id": row["employee"], "payload_hash": "old"}
                for key, row in payroll.rows.items()
            }
        return payroll

    def apply(self, plan: Plan) -> list[str]:
        """Carry a plan out; return the kinds of the writes that it took."""
        written = []
        for row in plan.items.to_dict("records"):
            if row["action"] not in ("excluded", "rejected"):
                key = row["record_key"]
                for op in outstanding_lines(row, self.rows.get(key)):
                    assert (op.kind == "create") == (key not in self.rows)
                    self.rows.setdefault(key, dict.fromkeys(LINE_FIELDS)).update(op.members)
                    written.append(str(op.kind))
                self.states[key] = {
                    "record_key": key,
                    "source_id": row["source_id"],
                    "payload_hash": row["after"],
                }
        return written

    def taken_on(self, day: str) -> dict[str, str | None]:
        """Return what is taken on a pay date: code by employee -> amount."""
        return {
            f"{row['employee']} {row['code']}": row["amount"]
            for row in self.rows.values()
            if row["start_date"] <= day <= (row["end_date"] or "9999-12-31")
        }

    def snapshot(self) -> pd.DataFrame:
        columns = dict.fromkeys([*TARGET_COLUMNS, *LINE_FIELDS])
        rows = [dict.fromkeys(columns) | row | {"record_key": key} for key, row in self.rows.items()]
        return frame(rows, columns)

    def known(self) -> pd.DataFrame:
        return frame(self.states.values(), STATE_COLUMNS)

    def without_void(self) -> "Payroll":
        """Return the payroll as a file shows it that leaves void lines out."""
        kept = {k: row for k, row in self.rows.items() if not is_void(row["start_date"], row["end_date"])}
        return Payroll(kept, self.states)


def request(
    rows: Iterable[Record], payroll: Payroll | None = None, *, everyone: bool = True, **facts: object
) -> PlanRequest:
    """Return what a plan of these rows rests on."""
    records, payroll = list(rows), payroll or Payroll()
    numbers = [
        sum(other["employee"] == row["employee"] for other in records[:n]) for n, row in enumerate(records)
    ]
    source = frame(
        (
            {
                "source_id": row["employee"],
                "source_row": f"{row['benefit']}|{row['plan_year']}|{row['start_date']}|{number}",
            }
            for row, number in zip(records, numbers, strict=True)
        ),
        ("source_id", "source_row"),
    )
    given = {
        "target": payroll.snapshot(),
        "known": payroll.known(),
        "future": frame([], ["source_id", "kind", "effective_date"]),
        "allowed": {},
        "as_of": TODAY,
    } | facts
    return PlanRequest(
        mapping=LineMapping(), source=source, mapped=_mapped(records), everyone=everyone, key=KEY, **given
    )


def plan(rows: Iterable[Record], payroll: Payroll | None = None, **facts: object) -> Plan:
    return plan_deductions(request(rows, payroll, **facts))


def actions(made: Plan) -> dict[str, str]:
    """Return what a plan does to each line that it names."""
    items = made.items[made.items["record_key"].notna()]
    return dict(zip(items["record_key"], items["action"], strict=True))


def written(made: Plan, key: str) -> dict[str, str | None]:
    """Return what a plan writes to a line."""
    (changes,) = made.items.loc[made.items["record_key"].eq(key), "changes"]
    return json.loads(changes)


def rules(made: Plan) -> list[str]:
    return made.rejections["rule"].tolist()


def _mapped(records: list[Record]) -> MappedFrame:
    reasons = [row.get("exclusion") for row in records]
    payload = frame(
        (
            dict.fromkeys(("line", *LINE_FIELDS))
            if reason or row.get("issue") == "code"
            else {"line": key_of_line(row)} | {name: row[name] for name in LINE_FIELDS}
            for row, reason in zip(records, reasons, strict=True)
        ),
        ("line", *LINE_FIELDS),
    )
    issues = frame(
        (
            {"row": place, "field": row["issue"], "rule": "lookup", "message": "the code is not mapped"}
            for place, row in enumerate(records)
            if row.get("issue")
        ),
        ISSUE_COLUMNS,
    )
    nothing = pd.Series(np.full(len(records), None, dtype=object), dtype=object)
    return MappedFrame(
        payload=payload,
        issues=issues,
        exclusions=pd.Series(reasons, dtype=object),
        termination_reason=nothing,
        voluntary=nothing,
        cleared=pd.DataFrame(index=range(len(records))),
    )
