#!/bin/sh
# The first start of the container: a user that owns Cull's database, one for web and workers that owns nothing, and a superuser whom nobody
# reaches by network.
set -eu
psql --set=ON_ERROR_STOP=1 --set=owner="$POSTGRES_PASSWORD" --set=app="$APP_PASSWORD" --username=postgres <<'SQL'
CREATE ROLE cull LOGIN PASSWORD :'owner';
CREATE ROLE cull_app LOGIN PASSWORD :'app';
CREATE DATABASE cull OWNER cull;
ALTER ROLE postgres PASSWORD NULL;
SQL
