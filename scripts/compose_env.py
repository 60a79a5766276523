"""Writes ``.env`` for docker-compose.yaml: fresh secrets, and the credentials that the sandbox accepts."""

import os
import sys
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from scripts.airflow_settings import ROOT
from scripts.local_sandbox import LocalSandbox, SandboxSettings
from scripts.local_secrets import Secrets, new_password, write_private
from scripts.processes import Processes


def secret_values(secrets: Secrets) -> dict[str, str]:
    """Return a fresh value for each variable that is a secret of ours."""
    servers = ("POSTGRES_PASSWORD", "LEDGER_PASSWORD", "REDIS_PASSWORD")
    return {
        "OPERATOR_PASSWORD": secrets.passwords["operator"],
        "APPROVER_PASSWORD": secrets.passwords["approver"],
        "AIRFLOW_FERNET_KEY": secrets.fernet_key,
        "AIRFLOW_SESSION_KEY": secrets.session_key,
        "AIRFLOW_JWT_SECRET": secrets.jwt_secret,
        "BENEFITS_DATA_KEY": secrets.data_key,
        **{variable: new_password() for variable in servers},
    }


def sftp_values() -> dict[str, str]:
    """Return fresh keys for all ends of SFTP: each has its own and is told the other's public half."""
    payroll, carriers, server = (Ed25519PrivateKey.generate() for _ in range(3))
    return {
        "PAYROLL_SFTP_KEY": _private(payroll),
        "PAYROLL_SFTP_HOST_KEY": _public(server),
        "SFTP_SERVER_KEY": _private(server),
        "SFTP_AUTHORIZED_KEY": _public(payroll),
        "CARRIERS_SFTP_KEY": _private(carriers),
        "SFTP_HOST_KEY": _public(server),
        "SFTP_CARRIERS_AUTHORIZED_KEY": _public(carriers),
    }


def sandbox_values(seed: int) -> dict[str, str]:
    """Return the credentials that a sandbox with this seed accepts, by asking one."""
    with tempfile.TemporaryDirectory() as folder:
        processes = Processes(Path(folder))
        try:
            sandbox = LocalSandbox.start(SandboxSettings(employees=1, seed=seed), processes, dict(os.environ))
        finally:
            processes.stop()
    bamboohr, plansource = sandbox.credentials["bamboohr"], sandbox.credentials["plansource"]
    return {
        "BAMBOOHR_COMPANY": bamboohr["company"],
        "BAMBOOHR_API_KEY": bamboohr["api_key"],
        "PLANSOURCE_CLIENT_ID": plansource["client_id"],
        "PLANSOURCE_CLIENT_SECRET": plansource["client_secret"],
        "PLANSOURCE_LOGGED_IN_USER": plansource["logged_in_user"],
    }


def filled(example: str, values: dict[str, str]) -> str:
    """Return the example with each empty variable given its value."""
    lines = []
    for line in example.splitlines():
        variable, equals, value = line.partition("=")
        lines.append(f"{variable}={values[variable]}" if equals and not value else line)
    return "\n".join(lines) + "\n"


def _private(key: Ed25519PrivateKey) -> str:
    """Return a key as OpenSSH keeps it, spelled as in JSON: a variable has one line."""
    text = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()).decode()
    return text.strip().replace("\n", "\\n") + "\\n"


def _public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


def main() -> int:
    """Write ``.env`` unless there is one, and return the exit status."""
    target = ROOT / ".env"
    if target.exists():
        sys.stderr.write(".env is there already and left alone: its secrets belong to data that exists\n")
        return 1
    example = (ROOT / ".env.example").read_text()
    values = secret_values(Secrets.new()) | sftp_values() | sandbox_values(seed=1)
    write_private(target, filled(example, values))
    sys.stdout.write("wrote .env; now: docker compose up --build --wait\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
