#!/bin/sh
# Starts PostgreSQL as the official image does; see CONTRACT.md.
set -eu

# The value of NAME, or of the file that NAME_FILE names; never both.
setting() {
  eval "value=\${$1:-} file=\${$1_FILE:-}"
  if [ -n "$value" ] && [ -n "$file" ]; then
    echo "error: both $1 and $1_FILE are set (but are exclusive)" >&2
    exit 1
  fi
  if [ -n "$file" ]; then value=$(cat "$file"); fi
  printf '%s' "${value:-$2}"
}

as_postgres() {
  if [ "$(id -u)" = 0 ]; then
    setpriv --reuid=postgres --regid=postgres --init-groups "$@"
  else
    "$@"
  fi
}

first_start() {
  user=$(setting POSTGRES_USER postgres)
  password=$(setting POSTGRES_PASSWORD "")
  database=$(setting POSTGRES_DB "$user")
  method=${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}
  if [ -z "$password" ] && [ "$method" != trust ]; then
    echo "Error: Database is uninitialized and superuser password is not specified." >&2
    exit 1
  fi
  secret=$(mktemp)
  printf '%s\n' "$password" > "$secret"
  chown postgres "$secret" 2>/dev/null || true
  # shellcheck disable=SC2086 # several words on purpose
  as_postgres initdb --username="$user" --pwfile="$secret" \
    ${POSTGRES_INITDB_ARGS:-} -D "$PGDATA"
  rm "$secret"
  printf '\nhost all all all %s\n' "$method" >> "$PGDATA/pg_hba.conf"
  as_postgres pg_ctl -D "$PGDATA" -w -o "$* -c listen_addresses=''" start
  export PGUSER="$user" PGDATABASE=postgres PGPASSWORD="$password"
  if [ "$database" != postgres ]; then
    as_postgres psql -v ON_ERROR_STOP=1 -qc "create database \"$database\""
  fi
  export PGDATABASE="$database" POSTGRES_USER="$user" POSTGRES_DB="$database"
  for file in /docker-entrypoint-initdb.d/*; do
    case $file in
      *.sh ) if [ -x "$file" ]; then as_postgres "$file"; else as_postgres sh -e "$file"; fi ;;
      *.sql ) as_postgres psql -v ON_ERROR_STOP=1 --no-password -f "$file" ;;
      *.sql.gz ) gunzip -c "$file" | as_postgres psql -v ON_ERROR_STOP=1 --no-password ;;
    esac
  done
  as_postgres pg_ctl -D "$PGDATA" -m fast -w stop
  unset PGUSER PGDATABASE PGPASSWORD
}

case ${1:-postgres} in -* ) set -- postgres "$@" ;; esac
if [ "${1:-postgres}" = postgres ]; then
  [ $# -gt 0 ] || set -- postgres
  mkdir -p "$PGDATA"
  if [ "$(id -u)" = 0 ]; then
    chown postgres "$PGDATA" /var/run/postgresql
    chmod 700 "$PGDATA"
  fi
  if [ ! -s "$PGDATA/PG_VERSION" ]; then (shift; first_start "$@"); fi
  if [ "$(id -u)" = 0 ]; then
    exec setpriv --reuid=postgres --regid=postgres --init-groups "$@"
  fi
fi
exec "$@"
