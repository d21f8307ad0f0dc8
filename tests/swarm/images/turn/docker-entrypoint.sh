#!/bin/sh
# Options alone belong to turnserver, as in the image this stands in for.
set -eu
case ${1:-} in -* ) set -- turnserver "$@" ;; esac
if [ "${1:-}" = turnserver ] && [ -r /etc/coturn/turnserver.conf ]; then
  case "$*" in *"-c "* | *"--no-config"* ) ;; * ) set -- "$@" -c /etc/coturn/turnserver.conf ;; esac
fi
exec "$@"
