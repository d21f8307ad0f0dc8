# What must hold for the bridges. A bridge that Swarm wants gone and that still
# serves calls is called condemned: it leaves by itself, and is never hurried.
# shellcheck shell=sh

# condemned: "slot|node|seconds" of bridges told to go, still running, and
# since when Swarm's record of them has not changed.
condemned() (
  ids=$(docker service ps -q --no-trunc "${STACK}_jvb" 2>/dev/null)
  [ -n "$ids" ] || return 0
  # shellcheck disable=SC2086
  docker inspect --type task $ids --format \
    '{{.DesiredState}}.{{.Status.State}} {{.Slot}} {{.NodeID}} {{.UpdatedAt.Unix}}' 2>/dev/null |
    while read -r states slot node since; do
      case $states in
        shutdown.running | remove.running)
          name=$(docker node inspect "$node" --format '{{.Description.Hostname}}' 2>/dev/null)
          printf '%s|%s|%s\n' "$slot" "${name:-a node that is gone}" $(($(date +%s) - since)) ;;
      esac
    done
)

check_condemned() (
  condemned | while IFS='|' read -r slot node seconds; do
    if [ "$seconds" -ge "${VISITE_LEAVING_MOST:-28800}" ]; then
      wrong bridge-leaving-long "the bridge on $node was told to leave $((seconds / 3600)) hours ago and still runs" \
        "see its calls on the page Fleet; nobody there: docker service logs --tail 50 ${STACK}_jvb"
    else
      remark bridge-leaving "the bridge on $node (slot $slot), told to leave $((seconds / 60)) minutes ago, finishes its calls" \
        "nothing: it leaves by itself"
    fi
  done
)

# check_port_clash: Swarm forgot a bridge that still holds 10000 on its node.
# Each failed start does harm there, so nobody should try again.
check_port_clash() (
  tasks jvb | awk -F '|' '
    $4 ~ /^Running/ && $3 == "Running" { well[$1] = 1 }
    !well[$1] && /port is already allocated|address already in use/ { print $2 }' | sort -u |
    while read -r node; do
      wrong port-clash "on $node an old bridge still serves calls on port 10000, and Swarm tries to start another in its place" \
        "no deploy, update or scaling of jvb until the old one has left by itself (docker ps on $node shows it); fleet then resumes"
    done
)

# check_fleet: what fleet sees of all bridges, on whatever node, over its own
# way in. Away fleet is a service short like any other.
check_fleet() (
  container=$(containers_of fleet | head -1)
  [ -n "$container" ] || return 0
  shown=$(timeout 20 docker exec "$container" visite fleet status 2>/dev/null) || return 0
  printf '%s\n' "$shown" | while IFS= read -r line; do
    case $line in
      "! "*) wrong fleet-alarm "${line#! }" "the page Fleet shows more; docs/operations/nodes.md" ;;
      *"gives no clear answer"*)
        # shellcheck disable=SC2086
        set -- $line
        wrong bridge-silent "the bridge $1 on $2 gives no clear answer; its calls may still go on" \
          "wait a minute: its init starts it again when it has died. Then docker service logs --tail 50 ${STACK}_jvb" ;;
      "No fleet runs now"*)
        remark fleet-away "fleet has not looked at the bridges for a while" "docker service logs --tail 50 ${STACK}_fleet" ;;
    esac
  done
)

# containers_of SERVICE: those that run on this node.
containers_of() {
  docker ps -q --filter "label=com.docker.swarm.service.name=${STACK}_$1" 2>/dev/null
}
