"""Stand-ins for carriers: each key leads to the home of its carrier, and nothing of the servers stays."""

from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import paramiko
import pytest

from scripts import local_sshd
from scripts.errors import StackError
from scripts.local_carrier import DIRECTORIES, LocalCarriers, local_carriers
from scripts.processes import port_taken

CARRIERS = ("cedarline", "brightleaf")


@pytest.fixture
def carriers(tmp_path: Path) -> Iterator[LocalCarriers]:
    if local_sshd.Programs.found() is None:
        pytest.skip("OpenSSH's server is not installed (Debian: apt-get install openssh-server)")
    with local_carriers(tmp_path, CARRIERS) as running:
        yield running


def listed(carriers: LocalCarriers, carrier: str) -> list[str]:
    fields = carriers.connection(carrier)
    kind, key = fields["extra"]["host_key"].split()
    with paramiko.SSHClient() as ssh:
        host = f"[{fields['host']}]:{fields['port']}"
        ssh.get_host_keys().add(host, kind, paramiko.Ed25519Key(data=b64decode(key)))
        ssh.connect(
            fields["host"], fields["port"], fields["login"], key_filename=str(carriers.server.keys / carrier),
            look_for_keys=False, allow_agent=False,
        )  # fmt: skip
        with ssh.open_sftp() as sftp:
            return sorted(sftp.listdir("outbound"))


@pytest.mark.service
def test_each_carrier_has_a_home_of_its_own(carriers: LocalCarriers) -> None:
    for carrier in CARRIERS:
        (carriers.directory(carrier, "outbound") / f"{carrier}.999").write_text("ISA")

    assert {carrier: listed(carriers, carrier) for carrier in CARRIERS} == {
        carrier: [f"{carrier}.999"] for carrier in CARRIERS
    }


@pytest.mark.service
def test_a_home_has_every_directory(carriers: LocalCarriers) -> None:
    home = carriers.homes / "cedarline"
    assert {name for name in DIRECTORIES if not (home / name).is_dir()} == set()


@pytest.mark.service
def test_nothing_listens_afterwards(tmp_path: Path) -> None:
    if local_sshd.Programs.found() is None:
        pytest.skip("OpenSSH's server is not installed (Debian: apt-get install openssh-server)")
    with local_carriers(tmp_path, CARRIERS) as running:
        port = running.server.port
        assert port_taken(port)
    assert not port_taken(port)


def test_without_openssh_the_way_out_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_sshd, "_SFTP_SERVERS", ())

    with (
        pytest.raises(StackError, match="apt-get install openssh-server"),
        local_carriers(tmp_path, CARRIERS),
    ):
        pass
