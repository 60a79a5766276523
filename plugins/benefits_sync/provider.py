"""What Airflow's provider manager learns about this package: its connection types.

Airflow builds the connection forms from this, without importing a hook.
"""

from typing import Any, Final

_TEXT: Final = {"type": ["string", "null"]}
_SECRET: Final = {"type": ["string", "null"], "format": "password"}
_FLAG: Final = {"type": ["boolean", "null"], "default": False}

_ALLOW_HTTP: Final = {
    "label": "Allow plain HTTP",
    "schema": _FLAG,
    "description": "Only for a test on a trusted network: key and personal data travel in clear.",
}

_BAMBOOHR: Final = {
    "connection-type": "bamboohr",
    "hook-class-name": "benefits_sync.hooks.bamboohr.BambooHRHook",
    "hook-name": "BambooHR",
    "ui-field-behaviour": {
        "hidden-fields": ["login", "port", "schema", "extra"],
        "relabeling": {"password": "API key", "host": "Base URL"},
        "placeholders": {
            "password": "made in BambooHR under the user's menu > API Keys",
            "host": "empty for https://<company>.bamboohr.com",
            "company_domain": "acme",
        },
    },
    "conn-fields": {
        "company_domain": {
            "label": "Company domain",
            "schema": {"type": "string", "minLength": 1, "pattern": "^[A-Za-z0-9-]+$"},
            "description": "The first part of https://<company>.bamboohr.com.",
        },
        "allow_http": _ALLOW_HTTP,
    },
}

_PLANSOURCE: Final = {
    "connection-type": "plansource",
    "hook-class-name": "benefits_sync.hooks.plansource.PlanSourceHook",
    "hook-name": "PlanSource",
    "ui-field-behaviour": {
        "hidden-fields": ["port", "schema", "extra"],
        "relabeling": {"host": "Base URL", "login": "Client id", "password": "Client secret"},
        "placeholders": {
            "host": "https://api.plansource.com",
            "login": "handed over by PlanSource",
            "password": "handed over by PlanSource",
            "logged_in_user": "benefits.admin",
        },
    },
    "conn-fields": {
        "logged_in_user": {
            "label": "Logged-in user",
            "schema": {"type": "string", "minLength": 1},
            "description": "User name of the administrator on whose behalf calls are made.",
        },
        "allow_http": _ALLOW_HTTP,
    },
}

_LEDGER: Final = {
    "connection-type": "benefits_ledger",
    "hook-class-name": "benefits_sync.hooks.ledger.LedgerHook",
    "hook-name": "Benefits ledger",
    "ui-field-behaviour": {
        "hidden-fields": ["extra"],
        "relabeling": {"login": "User", "schema": "Database"},
        "placeholders": {
            "schema": "benefits, or /var/lib/benefits/ledger.db for SQLite",
            "host": "db.example.com (PostgreSQL only)",
            "port": "5432",
            "secret_key": "made by: benefits keygen",
        },
    },
    "conn-fields": {
        "dialect": {
            "label": "Dialect",
            "schema": {"type": "string", "enum": ["postgresql", "sqlite"], "default": "postgresql"},
            "description": "SQLite needs only the path of its file, as the database.",
        },
        "secret_key": {
            "label": "Key",
            "schema": _SECRET,
            "description": "32 random bytes in base64. Without it nothing stored can be compared again.",
        },
    },
}

_ARTIFACTS: Final = {
    "connection-type": "benefits_artifacts",
    "hook-class-name": "benefits_sync.hooks.artifacts.ArtifactsHook",
    "hook-name": "Benefits artifacts",
    "ui-field-behaviour": {
        "hidden-fields": ["login", "port", "schema", "extra"],
        "relabeling": {"host": "Root", "password": "Key"},
        "placeholders": {
            "host": "/var/lib/benefits/artifacts or s3://bucket/folder",
            "password": "made by: benefits keygen",
        },
    },
    "conn-fields": {
        "storage_conn_id": {
            "label": "Storage connection id",
            "schema": _TEXT,
            "description": "A generic connection whose extra holds what fsspec needs to reach the root.",
        },
    },
}

_PGP: Final = {
    "connection-type": "benefits_pgp",
    "hook-class-name": "benefits_sync.hooks.pgp.PGPHook",
    "hook-name": "PGP keys",
    "ui-field-behaviour": {
        "hidden-fields": ["host", "port", "login", "schema", "extra"],
        "relabeling": {"password": "Passphrase"},
        "placeholders": {"password": "of our private key; empty when it has none"},
    },
    "conn-fields": {
        "public_keys": {
            "label": "Public keys",
            "schema": {"type": "string", "minLength": 1, "format": "multiline"},
            "description": "Armored, one after the other: the carrier's, and ours.",
        },
        "private_key": {
            "label": "Private key",
            "schema": {"type": ["string", "null"], "format": "multiline"},
            "description": "Ours, armored. Needed to sign files and to read encrypted answers.",
        },
    },
}


def get_provider_info() -> dict[str, Any]:
    """Return the provider metadata in the shape of Airflow's ``provider_info.schema.json``."""
    return {
        "package-name": "benefits-sync",
        "name": "Benefits Sync",
        "description": "Connection types for BambooHR, PlanSource, the ledger, the artifact store and PGP.",
        "connection-types": [_BAMBOOHR, _PLANSOURCE, _LEDGER, _ARTIFACTS, _PGP],
    }
