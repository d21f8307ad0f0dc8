# What a machine must be like. Each check prints findings, or nothing.
# VISITE_ROOT is put before the paths that are read: another machine's files.
# shellcheck shell=sh

file_of() { printf '%s%s' "${VISITE_ROOT:-}" "$1"; }

# check_system: Debian 12 and Ubuntu 22.04 are the oldest that are tried.
check_system() (
  release=$(file_of /etc/os-release)
  # shellcheck disable=SC1090
  found=$(ID='' VERSION_ID='' && . "$release" 2>/dev/null && printf '%s %s' "$ID" "$VERSION_ID")
  case $found in
    "debian "[0-9]* | "ubuntu "[0-9]*) ;;
    "debian ") return ;; # testing and sid carry no number
    *)
      wrong system "this is \"${found:-unknown}\", not Debian or Ubuntu" \
        "install on Debian 12 or newer, or Ubuntu 22.04 or newer"
      return
      ;;
  esac
  least=12
  [ "${found%% *}" = debian ] || least=22
  number=${found##* }
  [ "${number%%.*}" -ge "$least" ] || wrong system "$found is too old" \
    "install on Debian 12 or newer, or Ubuntu 22.04 or newer"
)

# check_kernel: 4.19 is the oldest whose overlay networks carry all we use.
check_kernel() (
  kernel=$(cat "$(file_of /proc/sys/kernel/osrelease)" 2>/dev/null)
  major=${kernel%%.*}
  minor=${kernel#*.}
  minor=${minor%%[!0-9]*}
  [ "$((${major:-0} * 1000 + ${minor:-0}))" -ge 4019 ] ||
    wrong kernel "kernel ${kernel:-unknown} is older than 4.19" "apt-get dist-upgrade, then reboot"
)

# check_memory: in MB; all services on one node idle at about 1 GB.
check_memory() (
  memory=$(awk '/^MemTotal:/ { print int($2 / 1024) }' "$(file_of /proc/meminfo)")
  if [ "${memory:-0}" -lt 1800 ]; then
    wrong memory "${memory:-0} MB of memory; 2 GB is the least, 4 GB for calls on the same node" \
      "give the machine more memory"
  elif [ "$memory" -lt 3600 ]; then
    remark memory "$memory MB of memory; with calls on the same node 4 GB is right" ""
  fi
)

# check_space PATH...: where Docker, the system and the logs write.
check_space() (
  for path; do
    [ -d "$path" ] || continue
    df -P -m "$path" 2>/dev/null | awk -v path="$path" 'NR == 2 { print path, $4, $5 + 0 }'
  done | while read -r path free used; do
    if [ "$free" -lt "${VISITE_SPACE_LEAST_MB:-1000}" ] || [ "$used" -ge 97 ]; then
      wrong disk-full "$path has $free MB left ($used % used)" \
        "df -h $path; docker system df; docker image prune --all"
    elif [ "$used" -ge 85 ]; then
      remark disk-filling "$path has $free MB left ($used % used)" "docker system df"
    fi
  done
)

# check_time: a clock that nobody sets drifts; tokens and certificates mind.
check_time() (
  now=${VISITE_NOW:-$(date +%s)}
  if [ "$now" -lt 1767225600 ]; then
    wrong time "the clock says $(date -u -d "@$now" +%Y-%m-%d), which is in the past" \
      "apt-get install systemd-timesyncd; timedatectl set-ntp true"
    return
  fi
  if command -v timedatectl >/dev/null && [ -d /run/systemd/system ]; then
    [ "$(timedatectl show -p NTPSynchronized --value 2>/dev/null)" = yes ] ||
      remark time "nothing keeps the clock right (NTP is not synchronized)" \
        "apt-get install systemd-timesyncd; timedatectl set-ntp true"
  fi
)

# check_mtu: the way out, less 50 bytes, is what the overlay networks carry.
check_mtu() (
  way=$(default_interface)
  mtu=$(cat "$(file_of "/sys/class/net/$way/mtu")" 2>/dev/null) || return 0
  if [ "$mtu" -lt 1330 ]; then
    wrong mtu "$way carries packets of $mtu bytes only; video needs 1330" \
      "ip link set $way mtu 1500, and ask the provider what the line carries"
  elif [ "$mtu" -lt 1500 ]; then
    remark mtu "$way carries packets of $mtu bytes: overlay networks must carry less" \
      "set \"mtu\": $((mtu - 50)) in /etc/docker/daemon.json and in stack.yml's networks"
  fi
)

default_interface() {
  awk '$2 == "00000000" { print $1; exit }' "$(file_of /proc/net/route)" 2>/dev/null
}

# check_buffers: a bridge asks for 10 MB; the kernel gives what it allows.
check_buffers() (
  while read -r name least; do
    now=$(cat "$(file_of "/proc/sys/$name")" 2>/dev/null) || continue
    [ "$now" -ge "$least" ] || remark kernel-buffers \
      "$(printf %s "$name" | tr / .) is $now; a busy bridge drops packets below $least" \
      "sysctl -w $(printf %s "$name" | tr / .)=$least (install keeps it in /etc/sysctl.d/60-visite.conf)"
  done <<SIZES
net/core/rmem_max 10485760
net/core/netdev_max_backlog 100000
SIZES
)

# listeners: "tcp 443 nginx" for each socket that waits for somebody.
listeners() (
  ss -Hlntup 2>/dev/null | awk '{
    port = $5; sub(/.*:/, "", port)
    who = "somebody"
    if (match($0, /users:\(\("[^"]+"/)) who = substr($0, RSTART + 9, RLENGTH - 10)
    print $1, port, who
  }' | sort -u
)

# check_ports PROTOCOL/PORT...: none may be somebody else's.
check_ports() (
  held=$(listeners)
  for wanted; do
    printf '%s\n' "$held" |
      awk -v p="${wanted%/*}" -v n="${wanted#*/}" '$1 == p && $2 == n { print $3 }' |
      grep -vE '^(docker-proxy|dockerd|turnserver)$' | head -1 |
      while read -r who; do
        wrong port-taken "port ${wanted#*/}/${wanted%/*} is held by $who" \
          "ss -lntup 'sport = :${wanted#*/}'; stop $who and keep it from starting"
      done
  done
)
