#!/bin/sh
# fresh_root.sh: a bare Debian machine in namespaces of its own, for install's test.
#
#   fresh_root.sh up NAME       make it; prints its folder
#   fresh_root.sh in NAME COMMAND...
#   fresh_root.sh down NAME     end all that runs in it, remove it
#
# It has its own mounts, processes, host name and network: one wire to a second
# network namespace (NAME-out, 10.78.0.1) and no way further. Packages come from
# apt's own archive, filled when the tree was made; the tree is kept under
# /var/cache/visite-lab by what it is made of.
set -eu

suite=bookworm
mirror=${VISITE_DEBIAN_MIRROR:-http://deb.debian.org/debian}
packages="docker.io ca-certificates curl iproute2 openssl procps"
cache=${VISITE_LAB_CACHE:-/var/cache/visite-lab}
state=${VISITE_FRESH:-/var/lib/visite-lab/fresh}
act=${1:-} name=${2:-}
root=$state/$name/root

# The tree every fresh machine begins as, made once for each content.
tree() {
  mark=$(printf '%s' "$suite $packages minbase 1" | sha256sum | cut -c1-12)
  made=$cache/fresh-$mark
  if [ ! -d "$made" ]; then
    mkdir -p "$cache"
    part=$(mktemp -d "$cache/part-XXXXXX")
    debootstrap --variant=minbase --include=ca-certificates,iproute2 "$suite" "$part" "$mirror" >&2
    # shellcheck disable=SC2086
    chroot "$part" sh -c "apt-get -q update
      apt-get -qy --download-only --no-install-recommends install $packages" >&2
    chmod 0755 "$part"
    mv -T "$part" "$made" 2>/dev/null || rm -rf "$part" # another was quicker
  fi
  printf '%s\n' "$made"
}

wire() {
  ip netns add "$name"
  ip netns add "$name-out"
  ip -n "$name-out" link add out type veth peer name eth0 netns "$name"
  ip -n "$name-out" addr add 10.78.0.1/24 dev out
  ip -n "$name-out" link set out up
  ip -n "$name" link set lo up
  ip -n "$name" addr add 10.78.0.2/24 dev eth0
  ip -n "$name" link set eth0 up
  ip -n "$name" route add default via 10.78.0.1
  nsenter "--net=/run/netns/$name" sysctl -qw net.ipv4.ip_forward=1
}

# The first process of the machine: bash, since it gathers what others leave.
hold() {
  # shellcheck disable=SC2016  # the inner shell fills them in
  nsenter "--net=/run/netns/$name" unshare --mount --pid --uts --ipc --fork bash -ec '
    mount --make-rprivate /
    mount --bind "$1" "$1"
    mount -t sysfs sysfs "$1/sys"
    mount --rbind /sys/fs/cgroup "$1/sys/fs/cgroup"
    mount --rbind /dev "$1/dev"
    mount -t proc proc "$1/proc"
    mount -t tmpfs -o mode=0755 tmpfs "$1/run"
    hostname fresh
    mkdir -p "$1/.old"
    cd "$1"
    pivot_root . .old
    cd /
    umount -l /.old
    touch /run/up
    sleep infinity & wait' hold "$root" </dev/null >/dev/null 2>"$state/$name/holder.log" &
  echo $! >"$state/$name/unshare"
  n=0
  until [ "$n" -ge 100 ]; do
    holder=$(cat "/proc/$!/task/$!/children" 2>/dev/null) || true
    for pid in $holder; do
      if [ -e "/proc/$pid/root/run/up" ] && [ ! -e "/proc/$pid/root/.old/etc" ]; then
        echo "$pid" >"$state/$name/holder"
        return
      fi
    done
    n=$((n + 1))
    sleep 0.1
  done
  cat "$state/$name/holder.log" >&2
  return 1
}

up() {
  made=$(tree)
  mkdir -p "$state/$name"
  cp -a --reflink=auto "$made" "$root"
  echo "127.0.0.1 localhost fresh" >"$root/etc/hosts"
  : >"$root/etc/resolv.conf"
  printf '%s\n' fresh >"$root/etc/hostname"
  wire
  hold
  printf '%s\n' "$root"
}

inside() {
  exec nsenter --target "$(cat "$state/$name/holder")" --mount --pid --net --uts --ipc --root --wd \
    env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

# The first process takes all others of its namespace with it.
down() {
  [ ! -f "$state/$name/holder" ] || kill -9 "$(cat "$state/$name/holder")" 2>/dev/null || true
  for net in "$name" "$name-out"; do
    ip netns pids "$net" 2>/dev/null | xargs -r kill -9 || true
    ip netns del "$net" 2>/dev/null || true
  done
  n=0
  until rm -rf "${state:?}/$name" 2>/dev/null || [ "$n" -ge 50 ]; do
    n=$((n + 1))
    sleep 0.2
  done
}

[ -n "$name" ] || act=help
case $act in
  up) up ;;
  in) shift 2; inside "$@" ;;
  down) down ;;
  *) sed -n '2,7s/^# \{0,1\}//p' "$0" ;;
esac
