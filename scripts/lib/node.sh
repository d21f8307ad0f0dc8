# Makes a machine a node of the Swarm: Docker from the distribution, started
# the way the machine starts things, one Swarm, our labels.
# shellcheck shell=sh

node_packages="docker.io ca-certificates curl iproute2 openssl procps"

# install_docker: only what is missing, so that a second run does nothing.
install_docker() {
  missing=
  for package in $node_packages; do
    has_package "$package" || missing="$missing $package"
  done
  # Docker from elsewhere is as good, and the two do not live together.
  if command -v dockerd >/dev/null; then
    missing=$(printf '%s' "$missing" | sed 's/docker\.io//')
  fi
  [ -n "$(printf %s "$missing" | tr -d ' ')" ] || return 0
  say "Installing:$missing"
  finish_packages
  run apt-get update -q || note "the lists of packages could not be renewed; going on with those here"
  # shellcheck disable=SC2086
  run env DEBIAN_FRONTEND=noninteractive apt-get install -qy \
    -o DPkg::Lock::Timeout=120 --no-install-recommends $missing ||
    stop "apt-get could not install$missing: see above"
}

has_package() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'install ok installed'; }

# An installation that was interrupted leaves packages half set up.
finish_packages() {
  if [ -n "$(dpkg --audit 2>/dev/null)" ]; then
    until_true 60 "another dpkg to end" \
      run env DEBIAN_FRONTEND=noninteractive dpkg --configure --pending
    run env DEBIAN_FRONTEND=noninteractive apt-get install -qy --fix-broken
  fi
}

docker_answers() { docker info --format '{{.ServerVersion}}' 2>/dev/null | grep -q .; }

# start_docker: by systemd where it runs the machine, else by the init script.
start_docker() {
  if docker_answers; then return 0; fi
  if [ -d /run/systemd/system ]; then
    run systemctl enable --now docker
  else
    drop_stale_pid /run/docker.pid dockerd
    drop_stale_pid /run/docker-ssd.pid dockerd
    leave_limits_alone
    # Without 9: a daemon that inherits install's lock would keep it.
    run service docker start 9>&-
  fi
  is_dry || until_true 60 "Docker to answer" docker_answers ||
    stop "Docker does not start: $(start_docker_command)"
}

# The init script raises limits first and ends where it may not, as in a
# container (LXC): there the machine's own limits must do.
leave_limits_alone() {
  if sh -c 'ulimit -n 1048576 && ulimit -p unlimited' 2>/dev/null; then return 0; fi
  file=/etc/default/docker
  if grep -qs '^ulimit()' $file; then return 0; fi
  note "this machine may not raise its limits: Docker starts with those it has ($file)"
  is_dry || echo 'ulimit() { command ulimit "$@" 2>/dev/null || true; }' >>$file
}

# A machine that went down hard leaves the number of a process that is gone.
drop_stale_pid() {
  [ -f "$1" ] || return 0
  name=$(cat "/proc/$(cat "$1")/comm" 2>/dev/null)
  [ "$name" = "$2" ] || run rm -f "$1"
}

swarm_state() { docker info --format '{{.Swarm.LocalNodeState}}' 2>/dev/null; }

# begin_swarm ADDRESS: only where the node is in none.
begin_swarm() {
  case $(swarm_state) in
    active) return 0 ;;
    locked) stop "the Swarm is locked: docker swarm unlock" ;;
  esac
  run docker swarm init --advertise-addr "$1" --listen-addr "$1:2377" >/dev/null ||
    stop "docker swarm init failed: see above"
  is_dry || say "A Swarm begins on $1."
}

# join_swarm MANAGER TOKEN_FILE ADDRESS: Docker takes the token on its command
# line only; it is short-lived there, and no use without reaching the manager.
join_swarm() {
  [ "$(swarm_state)" != active ] || return 0
  [ -r "$2" ] || stop "no token can be read from $2: on a manager, scripts/add-node prints it"
  run docker swarm join --token "$(cat "$2")" --advertise-addr "$3" "$1:2377" ||
    stop "this node could not join $1: is 2377/tcp open between the two?"
}

own_node() { docker info --format '{{.Swarm.NodeID}}'; }

# label_node NODE DUTY...: edge, data, bridge.
label_node() {
  node=$1
  shift
  for duty; do
    now=$(docker node inspect "$node" --format "{{index .Spec.Labels \"visite.$duty\"}}" 2>/dev/null)
    [ "$now" = true ] || run docker node update --label-add "visite.$duty=true" "$node" >/dev/null ||
      stop "the label visite.$duty could not be set on $node"
  done
}

# node_address: the machine's own address on its way out, or its only one.
node_address() {
  way=$(default_interface)
  ip -4 -o addr show ${way:+dev "$way"} scope global 2>/dev/null |
    awk '{ sub(/\/.*/, "", $4); print $4 }' | head -1
}

# keep_buffers: what a busy bridge asks of the kernel, also after a reboot.
keep_buffers() {
  file=/etc/sysctl.d/60-visite.conf
  wanted='net.core.rmem_max = 10485760
net.core.netdev_max_backlog = 100000'
  [ "$(cat $file 2>/dev/null)" != "$wanted" ] || return 0
  if is_dry; then
    say "would write: $file"
    return
  fi
  mkdir -p /etc/sysctl.d
  printf '%s\n' "$wanted" >$file
  sysctl -q -p $file 2>/dev/null || note "the kernel takes $file only after a reboot"
}
