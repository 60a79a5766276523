"""What a payroll target is: a place from which payroll takes deduction lines."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from benefits_sync.pipeline.integration import Writer


@dataclass(frozen=True, slots=True)
class PayrollTarget:
    """One target of the deductions import; each makes an integration of its own name.

    ``open_writer`` is called inside a task and looks the connection up there; the writer's members are
    `LINE_FIELDS` and its keys those of lines. ``hosts`` tells where the lines go, and ``pool`` limits the
    tasks that read and write there at once.
    """

    name: str
    title: str
    asset_uri: str
    mapping_file: str
    pool: str
    open_writer: Callable[[int], AbstractAsyncContextManager[Writer]] = field(repr=False)
    hosts: Callable[[], tuple[str, ...]] = field(repr=False)

    @property
    def reconciliation(self) -> str:
        """The name under which the runs of its reconciliation are listed, and of the DAG that makes them."""
        return self.name.replace("_import", "_reconciliation", 1)
