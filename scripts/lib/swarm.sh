# What must hold in the Swarm: nodes, labels, secrets. Each check prints
# findings. STACK is the stack's name; the verb has set here, its own folder.
# shellcheck shell=sh disable=SC2154

STACK=${STACK:-visite}

# check_docker: without an answer from a manager nothing else can be seen.
check_docker() (
  if ! command -v docker >/dev/null; then
    wrong docker-missing "Docker is not installed" "scripts/install"
    return 1
  fi
  if ! state=$(docker info --format '{{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}}' 2>/dev/null) ||
    [ -z "${state% *}" ]; then
    wrong docker-silent "Docker does not answer on this node" "$(start_docker_command)"
    return 1
  fi
  case $state in
    "active true") ;;
    "active false")
      wrong not-a-manager "this node is a worker: it cannot see the stack" \
        "run it on a manager"
      return 1
      ;;
    *)
      wrong no-swarm "this node is in no Swarm (${state% *})" "scripts/install"
      return 1
      ;;
  esac
)

start_docker_command() {
  if [ -d /run/systemd/system ]; then
    echo "systemctl start docker; journalctl -u docker -n 50"
  else
    echo "service docker start; tail -n 50 /var/log/docker.log"
  fi
}

# nodes: "ID|name|ready or down|active, drain or pause|manager's state".
nodes() {
  docker node ls --format '{{.ID}}|{{.Hostname}}|{{.Status}}|{{.Availability}}|{{.ManagerStatus}}'
}

check_nodes() (
  nodes | while IFS='|' read -r id name status availability _; do
    [ "$status" = Ready ] || wrong node-down "node $name is $(lower "$status")" \
      "start the machine and its Docker; if it is gone for good: docker node rm --force $id"
    case $status.$availability in
      Ready.Drain) remark node-drained "node $name takes nothing (drained by hand)" \
        "docker node update --availability active $name" ;;
      Ready.Pause) remark node-paused "node $name takes nothing new (paused)" \
        "docker node update --availability active $name" ;;
    esac
  done
  managers=$(nodes | awk -F '|' '$5 != ""' | wc -l)
  [ "$managers" -ne 2 ] || remark two-managers \
    "with two managers either one that is down stops the Swarm's decisions" \
    "docker node promote NODE, or docker node demote NODE: 1 or 3 are right"
)

lower() { printf '%s' "$1" | tr '[:upper:]' '[:lower:]'; }

# labels: "label=value|node|state" for each of our labels.
labels() {
  # shellcheck disable=SC2046
  docker node inspect $(docker node ls -q) --format '{{$node := .}}{{range $k, $v := .Spec.Labels}}{{$k}}={{$v}}|{{$node.Description.Hostname}}|{{$node.Status.State}}
{{end}}' | grep '^visite\.'
}

check_labels() (
  held=$(labels)
  for duty in edge data bridge; do
    printf '%s\n' "$held" | grep -q "^visite.$duty=true|" ||
      wrong label-missing "no node has the label visite.$duty=true: $(duty_of $duty) can run nowhere" \
        "docker node update --label-add visite.$duty=true NODE"
  done
  for duty in edge data; do
    [ "$(printf '%s\n' "$held" | grep -c "^visite.$duty=true|")" -le 1 ] || remark label-twice \
      "more than one node has visite.$duty=true: $(duty_of $duty) could wake up without its data" \
      "docker node update --label-rm visite.$duty NODE"
  done
  printf '%s\n' "$held" | grep -E '^visite\.(edge|data|bridge)=' | grep -v '=true|' |
    while IFS='|' read -r label name _; do
      wrong label-wrong "node $name has $label; only \"true\" counts" \
        "docker node update --label-add ${label%%=*}=true $name"
    done
)

duty_of() {
  case $1 in
    edge) echo "the edge (80, 443)" ;;
    data) echo "the database" ;;
    bridge) echo "a bridge" ;;
  esac
}

# check_secrets: each value that stack.yml takes from outside, any generation.
check_secrets() (
  there=$(docker secret ls --format '{{.Name}} SECRET'; docker config ls --format '{{.Name}} CONFIG')
  missing=$(sed -n 's/^    name: ${\([A-Z_]*\)_\(SECRET\|CONFIG\):.*/\1 \2/p' "$here/../stack.yml" |
    tr '[:upper:]' '[:lower:]' | while read -r name kind; do
      printf '%s\n' "$there" | grep -qix "visite_${name}_[0-9]* $kind" || printf ' %s' "$name"
    done)
  [ -z "$missing" ] || wrong secret-missing "secrets or configs that services read do not exist:$missing" \
    "scripts/secrets make (it takes the values kept in /etc/visite/secrets, or makes new ones)"
)

# check_clocks: a task's state is dated by its node, its record by the manager.
check_clocks() (
  nodes=$(docker node ls -q)
  # shellcheck disable=SC2086
  tasks=$(docker node ps $nodes -q --no-trunc --filter desired-state=running 2>/dev/null | sort -u)
  [ -n "$tasks" ] || return 0
  # shellcheck disable=SC2086
  docker inspect --type task $tasks --format \
    '{{.Status.State}} {{.NodeID}} {{.Status.Timestamp.Unix}} {{.UpdatedAt.Unix}}' 2>/dev/null |
    awk '$1 == "running" && $3 - $4 > most[$2] { most[$2] = $3 - $4 } END { for (id in most) print id, most[id] + 0 }' |
    while read -r id ahead; do
      [ "$ahead" -le "${VISITE_SKEW_MOST:-5}" ] || wrong time-skew \
        "the clock of node $(docker node inspect "$id" --format '{{.Description.Hostname}}') is $ahead s ahead of the manager's" \
        "on that node: apt-get install systemd-timesyncd; timedatectl set-ntp true"
    done
)
