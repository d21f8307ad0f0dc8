# What the operators' verbs say and ask. Sourced; VERB is the verb's name.
# shellcheck shell=sh

say() { printf '%s\n' "$*"; }

step() { printf '\n== %s\n' "$*"; }

note() { printf 'Note: %s\n' "$*" >&2; }

# Ends the verb with one line that says why; nothing after it is done.
stop() {
  printf '%s: %s\n' "${VERB:-visite}" "$*" >&2
  exit 1
}

wrong_use() {
  printf '%s: %s\nTry: scripts/%s --help\n' "$VERB" "$*" "$VERB" >&2
  exit 2
}

is_dry() { [ -n "${DRY_RUN:-}" ]; }

# Does it, or with --dry-run says what would be done.
run() {
  if is_dry; then
    say "would run: $*" >&2
  else
    "$@"
  fi
}

# The text above the first line of code of a verb is its help.
help_of() {
  sed -n '2,/^[^#]/{ s/^# \{0,1\}//; /^set /d; p; }' "$1" | sed '/^$/{ N; /^\n$/d; }'
}

# ask QUESTION [DEFAULT]: prints the answer; without a person it stops.
ask() {
  question=$1
  usual=${2:-}
  [ -z "${UNATTENDED:-}" ] || stop "cannot ask \"$question\" with --yes: give it as an option"
  [ -t 0 ] || stop "cannot ask \"$question\" without a terminal: give it as an option"
  printf '%s%s: ' "$question" "${usual:+ [$usual]}" >&2
  read -r answer || stop "no answer to \"$question\""
  printf '%s\n' "${answer:-$usual}"
}

# typed WORD WHY: goes on only if WORD is typed; --typed WORD says it beforehand.
typed() {
  say "$2"
  if [ -n "${TYPED:-}" ]; then
    answer=$TYPED
  else
    answer=$(ask "Type $1 to go on") || exit 1
  fi
  [ "$answer" = "$1" ] || stop "\"$answer\" is not \"$1\": nothing was done"
}

# until_true SECONDS WHAT COMMAND...: asks again and again; 1 when the time is up.
until_true() {
  end=$(($(date +%s) + $1))
  what=$2
  shift 2
  until "$@"; do
    if [ "$(date +%s)" -ge "$end" ]; then
      note "waited in vain for $what"
      return 1
    fi
    sleep 1
  done
}

needs_root() { [ "$(id -u)" = 0 ] || stop "must run as root: sudo scripts/$VERB"; }
