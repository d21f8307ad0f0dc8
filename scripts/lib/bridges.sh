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

# check_bridge_rest: a bridge whose answers have stopped while its task runs.
# Seen through fleet, and through this node's own containers when fleet is away.
check_bridge_rest() (
  containers_of jvb | while read -r container; do
    timeout 8 docker exec "$container" curl -sf -m 4 -o /dev/null http://127.0.0.1:8080/about/health >/dev/null 2>&1 ||
      printf '%s\n' "$(docker inspect "$container" --format '{{.Config.Hostname}}')"
  done | while read -r bridge; do
    wrong bridge-silent "the bridge $bridge on this node does not answer (its calls may still go on)" \
      "wait a minute; then look: docker service logs ${STACK}_jvb. Its init starts it again when it has died"
  done
)

# containers_of SERVICE: those that run on this node.
containers_of() {
  docker ps -q --filter "label=com.docker.swarm.service.name=${STACK}_$1" 2>/dev/null
}
