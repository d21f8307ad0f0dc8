# Brings the stack up and waits until it is of use.
# The verb has set here, its own folder, and has read services.sh.
# shellcheck shell=sh disable=SC2154

# use_env: all of stack.yml's variables, from the settings and the live Swarm.
use_env() {
  # shellcheck source=/dev/null
  . "$here/env" || stop "scripts/env refuses: see above"
}

# take_images ARCHIVE: images from a file, for a machine that reaches no registry.
take_images() {
  [ -r "$1" ] || stop "no images can be read from $1"
  run docker load -q -i "$1" >/dev/null || stop "Docker could not load $1"
}

# admin_image: the one of the settings; else it is built from this checkout.
admin_image() {
  [ -z "${VISITE_IMAGE_ADMIN:-$(setting VISITE_IMAGE_ADMIN)}" ] || return 0
  dockerfile=$here/../services/admin/Dockerfile
  [ -r "$dockerfile" ] || stop "there is no $dockerfile: set VISITE_IMAGE_ADMIN in $(settings_file)"
  mark=$(git -C "$here/.." rev-parse --short=12 HEAD 2>/dev/null)
  name=localhost/visite-admin:${mark:-$(date +%Y%m%d%H%M)}
  if ! docker image inspect "$name" >/dev/null 2>&1; then
    say "Building $name"
    run docker build -q -t "$name" -f "$dockerfile" "$here/.." >/dev/null ||
      stop "the admin image could not be built: see above"
  fi
  keep_setting VISITE_IMAGE_ADMIN "$name"
}

# lagging: "serve 0/1" for each service that is not where it should be.
lagging() (
  there=$(services)
  for name in $services_wanted; do
    printf '%s\n' "$there" | grep -q "^$name|" || printf '%s missing\n' "$name"
  done
  printf '%s\n' "$there" | while IFS='|' read -r name running wanted _; do
    if [ "${running:-0}" -ge "${wanted:-0}" ]; then continue; fi
    complete=$(tasks "$name" | awk -F '|' '!seen[$1]++ && $4 ~ /^Complete/' | wc -l)
    [ $((running + complete)) -ge "$wanted" ] || printf '%s %s/%s\n' "$name" "$running" "$wanted"
  done
  # An update of the bridges may take as long as their calls: nobody waits.
  check_updates | sed -n 's/^note\tupdating\t\([a-z]*\) .*/\1 updating/p' | grep -v '^jvb '
)

is_settled() {
  waiting=$(lagging | sed 's/ .*//' | sort -u | tr '\n' ',' | sed 's/,$//; s/,/, /g')
  if [ -n "$waiting" ] && [ "$waiting" != "${told_waiting:-}" ]; then
    say "Waiting for $waiting"
    told_waiting=$waiting
  fi
  [ -z "$waiting" ]
}

# wait_settled SECONDS: until every service runs and is healthy.
wait_settled() {
  if is_dry; then
    say "would wait until every service is healthy"
    return
  fi
  until_true "$1" "the services to be healthy" is_settled
}

# first_link: a link that makes the first person; only a desk of nobody has one.
first_link() {
  desk=$(containers_of serve | head -1)
  [ -n "$desk" ] || return 1
  docker exec "$desk" visite staff:reset --first 2>/dev/null
}
