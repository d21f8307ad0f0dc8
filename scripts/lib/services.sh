# What must hold for the services of the stack. Each check prints findings.
# shellcheck shell=sh

services_wanted="edge serve fleet migrate postgres web prosody jicofo turn jvb"

# services: "name|running|wanted|mode" of the stack, without its prefix.
services() {
  docker service ls --filter "label=com.docker.stack.namespace=$STACK" \
    --format '{{.Name}}|{{.Replicas}}|{{.Mode}}' |
    sed -n "s/^${STACK}_\([^|]*\)|\([0-9]*\)\/\([0-9]*\)[^|]*|\(.*\)$/\1|\2|\3|\4/p"
}

# tasks SERVICE: "slot|node|desired|state|error", the newest of a slot first.
tasks() {
  docker service ps "${STACK}_$1" --no-trunc \
    --format '{{.Name}}|{{.Node}}|{{.DesiredState}}|{{.CurrentState}}|{{.Error}}' 2>/dev/null |
    sed 's/^[ \\_]*//; s/^[^|]*\.\([^.|]*\)|/\1|/'
}

check_services() (
  found=$(services)
  if [ -z "$found" ]; then
    wrong stack-missing "the stack $STACK is not deployed" "scripts/deploy"
    return
  fi
  for name in $services_wanted; do
    printf '%s\n' "$found" | grep -q "^$name|" ||
      wrong service-missing "the service $name is not there" "scripts/deploy"
  done
  printf '%s\n' "$found" | while IFS='|' read -r name running wanted _; do
    [ "$running" -ge "$wanted" ] || check_replicas "$name" "$running" "$wanted"
  done
  check_updates
)

# A task that completed was asked to end; its slot counts as served.
check_replicas() (
  all=$(tasks "$1")
  complete=$(printf '%s\n' "$all" | awk -F '|' '!seen[$1]++ && $4 ~ /^Complete/' | wc -l)
  [ $(($2 + complete)) -lt "$3" ] || return 0
  why=$(reason_of "$all")
  case $why in
    *"non-zero exit"*) why="$why; it said last: $(last_word "$1")" ;;
  esac
  wrong service-short "$1 runs $2 of $3${why:+: $why}" "$(mend_of "$1" "$why")"
)

# What the newest task says that wants to run and does not, or what ended last.
reason_of() (
  printf '%s\n' "$1" | awk -F '|' '
    $4 !~ /^(Running|Complete|Shutdown|Remove)/ && $5 != "" { print $5; exit }' |
    tr -d '"' | sed 's/^.*: \(Bind for \)/\1/' | cut -c 1-200
)

# last_word SERVICE: the line that says why, or the last one.
last_word() (
  lines=$(timeout 5 docker service logs --raw --no-trunc --tail 12 "${STACK}_$1" 2>&1 |
    grep -v '^[[:space:]]*$')
  telling=$(printf '%s\n' "$lines" | grep -iE 'error|fatal|cannot|refuse|no answer' | tail -n 1)
  printf '%s\n' "${telling:-$lines}" | tail -n 1 | cut -c 1-200
)

mend_of() (
  case $2 in
    *"no suitable node"*"not available"*)
      if [ "$1" = jvb ]; then
        echo "docker node ls: which node is away? Once one is free, fleet sees to it"
      else
        echo "docker node ls: which node is away? Once it is back and this stays, docker service update --force ${STACK}_$1"
      fi ;;
    *"no suitable node"*"max replicas"* | *"no suitable node"*"host-mode port"*)
      echo "label one more node (scripts/add-node NODE), or wait until the old bridge has left" ;;
    *"no suitable node"*"constraints"*)
      echo "docker node ls; give a node the label: scripts/add-node NODE --help" ;;
    *"insufficient resources"*) echo "give the node more memory, or add one: scripts/add-node" ;;
    *"No such image"* | *"pull access denied"* | *manifest* | *registry*)
      echo "is the name right? docker service inspect ${STACK}_$1 --pretty; mend /etc/visite/settings, then scripts/deploy" ;;
    *"address already in use"* | *"port is already allocated"*)
      if [ "$1" = jvb ]; then
        echo "nothing now: see port-clash"
      else
        echo "on its node: ss -lntup shows who holds the port"
      fi ;;
    *"no space left"*) echo "on its node: docker image prune --all; df -h" ;;
    *) echo "docker service ps ${STACK}_$1 --no-trunc; docker service logs --tail 50 ${STACK}_$1" ;;
  esac
)

check_updates() (
  docker service ls -q --filter "label=com.docker.stack.namespace=$STACK" | xargs -r docker service inspect \
    --format '{{.Spec.Name}}|{{with .UpdateStatus}}{{.State}}|{{.Message}}{{end}}' 2>/dev/null |
    while IFS='|' read -r name state message; do
      name=${name#"${STACK}_"}
      case $state in
        paused | rollback_paused)
          wrong update-paused "the update of $name stands still: $message" "$(mend_of_update "$name")" ;;
        updating | rollback_started)
          remark updating "$name is being updated" "docker service ps ${STACK}_$name" ;;
      esac
    done
)

mend_of_update() (
  if [ "$1" = jvb ]; then
    echo "mend the cause (docker service ps ${STACK}_jvb --no-trunc); once no old bridge is left, scripts/deploy"
  else
    echo "mend the cause (docker service ps ${STACK}_$1 --no-trunc), then scripts/deploy"
  fi
)

# check_old_images: what no service asks for only fills the disk.
check_old_images() (
  used=$(docker service ls -q | xargs -r docker service inspect \
    --format '{{.Spec.TaskTemplate.ContainerSpec.Image}}' | sed 's/@.*//' | sort -u)
  old=$(docker image ls --format '{{.Repository}}:{{.Tag}}' |
    grep -E '(^|/)(visite-|jitsi/)' | grep -cvxF "$used")
  [ "$old" -le 10 ] || remark old-images "$old images of ours that nothing runs" \
    "docker image prune --all --filter until=168h"
)
