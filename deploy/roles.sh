#!/usr/bin/env bash
# Run once by the postgres image on an empty database: two roles, neither of them an administrator. The product's own
# role has the database; only the other one may read the schema of the counter-obligations.
set -euo pipefail
psql --set ON_ERROR_STOP=1 --set own="$DATABASE_PASSWORD" --set duties="$DUTIES_PASSWORD" \
    --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE taalmaatje LOGIN PASSWORD :'own';
CREATE ROLE taalmaatje_duties LOGIN PASSWORD :'duties';
CREATE DATABASE taalmaatje OWNER taalmaatje;
\connect taalmaatje
CREATE SCHEMA obligations AUTHORIZATION taalmaatje_duties;
SQL
