#!/bin/sh
# The first start of the container: an ordinary user that owns Cull's database, and a superuser whom nobody reaches by network.
set -eu
psql --set=ON_ERROR_STOP=1 --set=password="$POSTGRES_PASSWORD" --username=postgres <<'SQL'
CREATE ROLE cull LOGIN PASSWORD :'password';
CREATE DATABASE cull OWNER cull;
ALTER ROLE postgres PASSWORD NULL;
SQL
