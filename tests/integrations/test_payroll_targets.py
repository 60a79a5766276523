"""Each payroll target is declared whole, and writes and reads the same lines."""

from pathlib import Path

import pytest

from benefits_sync.errors import ConnectionSettingsError
from benefits_sync.integrations.payroll_target import PayrollTarget
from benefits_sync.integrations.payroll_targets import PAYROLL_TARGETS
from benefits_sync.mapping.deductions.loading import load_deduction_mapping
from benefits_sync.models.deductions import LINE_FIELDS
from benefits_sync.models.frames import records_by_key
from benefits_sync.models.writes import WriteKind, WriteOp
from sandbox.server import running
from tests.connections import define_connection, define_connections, vendor_connections
from tests.deduction_lines import key_of_line, line
from tests.services.sshd import SFTPServer

MAPPINGS = Path(__file__).parents[2] / "include" / "mappings"
LINE = line(annual_amount="1250.00", frequency="biweekly")
TARGETS = pytest.mark.parametrize("target", PAYROLL_TARGETS.values(), ids=lambda target: target.name)


@pytest.fixture
def connected(sftp_server: SFTPServer, monkeypatch: pytest.MonkeyPatch):
    with running(employees=5, seed=3) as sandbox:
        define_connections(monkeypatch, vendor_connections(sandbox))
        define_connection(monkeypatch, "payroll_sftp", **sftp_server.connection())
        yield


@TARGETS
def test_a_target_has_a_mapping_of_its_own_name(target: PayrollTarget) -> None:
    mapping = load_deduction_mapping(MAPPINGS / target.mapping_file)
    assert (mapping.name, target.asset_uri.startswith("x-benefits://")) == (target.name, True)


@TARGETS
async def test_a_target_takes_a_line_and_gives_it_back(connected: None, target: PayrollTarget) -> None:
    key = key_of_line(LINE)
    async with target.open_writer(0) as writer:
        ops = [WriteOp(key, WriteKind.CREATE, dict(LINE))]
        await writer.write(ops, sending=lambda _ops: None, settled=lambda _outcomes: None)
        found = records_by_key(await writer.snapshot([key], list(LINE_FIELDS)))

    assert {name: found[key][name] for name in LINE_FIELDS} == LINE


@TARGETS
def test_a_target_says_which_host_lines_go_to(connected: None, target: PayrollTarget) -> None:
    assert target.hosts() == ("127.0.0.1",)


@TARGETS
async def test_a_target_without_a_connection_names_it(
    target: PayrollTarget,
) -> None:
    with pytest.raises(ConnectionSettingsError, match=r"connection \w+ does not exist"):
        async with target.open_writer(0):
            pass
