"""Answers about coverages and dependents as columns: only what is read of the lists they hold."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Literal

import msgspec
import orjson

from benefits_sync.clients.columns import ColumnDecoder, Columns
from benefits_sync.clients.plansource.envelope import Record

COVERAGES: Final = "coverages"
DEPENDENTS: Final = "dependents"
INACTIVE_DEPENDENTS: Final = "inactive_dependents"

COVERAGE_MEMBERS: Final = (
    "id", "subscriber_id", "benefit_lookup_code", "org_benefit_name", "org_plan_name", "coverage_level_name",
    "plan_year_starts_on", "plan_year_ends_on", "original_effective_date", "change_effective_date",
    "election_effective_date", "carrier_effective_date", "signature_date", "termination_date",
    "termination_reason_id", "subscriber_premium", "org_premium", "billing_premium", "volume",
    "subscriber_fsa_amount", "org_fsa_amount", "waiting_for_eoi", "had_prior_coverage", "pcpcode1",
    "pcp_name1", "pcp_existing_patient1",
)  # fmt: skip
DEPENDENT_COVERAGE_MEMBERS: Final = (
    "id", "coverage_id", "dependent_id", "benefit_lookup_code", "org_benefit_name", "org_plan_name",
    "coverage_level_name", "plan_year_starts_on", "plan_year_ends_on", "original_effective_date",
    "change_effective_date", "election_effective_date", "carrier_effective_date", "termination_date",
    "termination_reason_id", "pcp_code1", "pcp_name1", "pcp_existing_patient1",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Composite:
    """One page of coverages, and the parts that dependents have in them."""

    coverages: Columns = field(repr=False)
    dependents: Columns = field(repr=False)


class _Envelope(msgspec.Struct):
    """A success without complaints; that of a composite may say nothing of errors."""

    status: Literal["success"]
    data: Mapping[str, msgspec.Raw]
    errors: Annotated[list[Any], msgspec.Meta(max_length=0)] = []


class ListsDecoder:
    """Decodes an answer whose data are several named lists of records.

    What it cannot read so is left to the ordinary decoder, as `ColumnDecoder` does.

    Args:
        members: The lists wanted, with the members wanted of their records.
    """

    def __init__(self, members: Mapping[str, Collection[str]]) -> None:
        self._envelope = msgspec.json.Decoder(_Envelope)
        self._lists = {name: ColumnDecoder(wanted, required=("id",)) for name, wanted in members.items()}

    def __call__(self, raw: bytes) -> Any:  # noqa: ANN401 -- JSON of any shape
        """Decode an answer; the wanted lists in its data become `Columns`.

        Raises:
            orjson.JSONDecodeError: If it is no JSON.
        """
        try:
            envelope = self._envelope.decode(raw)
            data = {name: decode(bytes(envelope.data[name])) for name, decode in self._lists.items()}
        except (msgspec.MsgspecError, UnicodeDecodeError, KeyError):
            return orjson.loads(raw)
        return {"status": envelope.status, "errors": envelope.errors, "data": data}

    def of(self, data: object) -> dict[str, Columns] | None:
        """Take data as they were decoded, in whichever way; None when a list is missing or is none."""
        if not isinstance(data, Mapping):
            return None
        found = {name: decoder.of(data.get(name)) for name, decoder in self._lists.items()}
        whole = {name: rows for name, rows in found.items() if rows is not None}
        return whole if len(whole) == len(found) else None


def owner_ids(links: Sequence[object]) -> list[str | None]:
    """Return the subscriber's number out of each dependent's link to itself; None where no link tells."""
    return [_owner(link) for link in links]


def _owner(links: object) -> str | None:
    """Read ``/admin/subscriber/40551207/dependent/7710031``; a link may come alone or in a list."""
    listed: list[Record] = links if isinstance(links, list) else [links] if isinstance(links, dict) else []
    for link in listed:
        _, found, rest = str(link.get("href", "")).partition("/subscriber/")
        number, of_dependent, _ = rest.partition("/dependent/")
        if found and of_dependent:
            return number
    return None
