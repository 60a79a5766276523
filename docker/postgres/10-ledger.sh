#!/bin/bash
# Runs once, when the cluster is new: the ledger gets a database and a user of its own.
set -euo pipefail

psql --set=ON_ERROR_STOP=1 --set=password="$LEDGER_PASSWORD" --username "$POSTGRES_USER" <<'SQL'
CREATE USER benefits PASSWORD :'password';
CREATE DATABASE benefits OWNER benefits;
SQL
