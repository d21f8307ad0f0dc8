# The settings of an installation: /etc/visite/settings, NAME=value a line.
# shellcheck shell=sh

settings_file() { printf '%s' "${VISITE_SETTINGS:-/etc/visite/settings}"; }

# setting NAME: its value, or nothing.
setting() {
  sed -n "s/^$1=//p" "$(settings_file)" 2>/dev/null | tail -n 1
}

# keep_setting NAME VALUE: writes it, the other lines stay as they are.
keep_setting() {
  [ "$(setting "$1")" != "$2" ] || return 0
  file=$(settings_file)
  if is_dry; then
    say "would set: $1=$2 in $file"
    return
  fi
  mkdir -p "$(dirname "$file")"
  {
    grep -v "^$1=" "$file" 2>/dev/null
    printf '%s=%s\n' "$1" "$2"
  } >"$file.new"
  chmod 0644 "$file.new"
  mv "$file.new" "$file"
}

is_name() {
  printf '%s' "$1" | grep -qE '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$'
}

is_email() { printf '%s' "$1" | grep -qE '^[^@ ]+@[^@ ]+\.[^@ .]+$'; }

# check_settings: each setting that cannot be right, one finding.
check_settings() (
  file=$(settings_file)
  shown=${file%.draft}
  if [ ! -r "$file" ]; then
    wrong settings-missing "there are no settings in $shown" "scripts/install"
    return
  fi
  grep -nvE '^([A-Z][A-Z0-9_]*=.*|[[:space:]]*(#.*)?)$' "$file" | while IFS= read -r line; do
    wrong settings-line "$file:${line%%:*} is neither NAME=value nor a remark" "edit $shown"
  done
  for name in VISITE_DOMAIN VISITE_MEET_DOMAIN; do
    is_name "$(setting $name)" ||
      wrong settings-domain "$name is \"$(setting $name)\", not a name such as visit.example" "edit $shown, then scripts/deploy"
  done
  [ -n "$(setting VISITE_DOMAIN)" ] && [ "$(setting VISITE_DOMAIN)" = "$(setting VISITE_MEET_DOMAIN)" ] &&
    wrong settings-domain "VISITE_DOMAIN and VISITE_MEET_DOMAIN must be two names" "edit $shown, then scripts/deploy"
  case $(setting VISITE_TLS) in
    acme) is_email "$(setting VISITE_ACME_EMAIL)" || wrong settings-email \
      "VISITE_ACME_EMAIL is \"$(setting VISITE_ACME_EMAIL)\", not an address" "edit $shown, then scripts/deploy" ;;
    own-ca | files) ;;
    *) wrong settings-tls "VISITE_TLS is \"$(setting VISITE_TLS)\"; acme, own-ca or files would do" \
      "edit $shown, then scripts/deploy" ;;
  esac
)
