# A quiet moment: no conference runs. What cannot be seen counts as a call.
# shellcheck shell=sh

# conferences: how many run, as Jicofo says; nothing when it cannot be asked.
conferences() {
  focus=$(containers_of jicofo | head -1)
  [ -n "$focus" ] || return 0
  timeout 10 docker exec "$focus" curl -sf -m 5 http://127.0.0.1:8888/stats 2>/dev/null |
    tr -s ',{' '\n' | sed -n 's/^ *"conferences" *: *\([0-9][0-9]*\).*/\1/p' | head -1
}

# needs_quiet WHY: goes on when nothing runs, or when "interrupt" is typed.
needs_quiet() {
  if [ -z "$(services 2>/dev/null)" ]; then return 0; fi
  if [ -n "${INTERRUPT:-}" ]; then return 0; fi
  now=$(conferences)
  [ "$now" != 0 ] || return 0
  if [ -n "$now" ]; then
    calls="$now call(s) run now, and would be interrupted"
  else
    calls="it cannot be seen whether calls run (Jicofo is on another node or away)"
  fi
  if is_dry; then
    say "would ask for \"interrupt\" to be typed: $1; $calls"
    return 0
  fi
  say "$1; $calls."
  answer=$(ask "Better wait. Type interrupt to go on all the same") || exit 1
  [ "$answer" = interrupt ] || stop "\"$answer\" is not \"interrupt\": nothing was done"
}
