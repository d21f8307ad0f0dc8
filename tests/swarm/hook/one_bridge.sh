#!/bin/sh
# One bridge without Docker: this machine's own files below, what the image and
# the stack would bring above, an own network, and /init as PID 1.
#
#   unshare --pid --fork --mount --net --uts --kill-child \
#     one_bridge.sh FOLDER REPOSITORY DENO [NAME=VALUE...]
#
# FOLDER is empty and becomes a mount that goes with the namespace.
set -eu
folder=$1 repository=$2 deno=$3
shift 3

mount -t tmpfs tmpfs "$folder"
mkdir "$folder/upper" "$folder/work" "$folder/root"
mount -t overlay overlay -o \
  "lowerdir=/,upperdir=$folder/upper,workdir=$folder/work" "$folder/root"
root=$folder/root
mount -t tmpfs -o mode=755,uid=1000,gid=1000 tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/tmp"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
ip link set lo up

images=$repository/tests/swarm/images
mkdir -p "$root/standin/services" "$root/command" "$root/visite" "$root/config"
cp -r "$images/init" "$images/xmpp" "$images/jvb" "$images/say.ts" "$root/standin/"
cp "$repository/services/bridge/drain-hook" \
  "$repository/services/bridge/healthcheck" "$root/visite/"
cp "$repository/services/bridge/custom-jvb.conf" "$root/config/"
ln -s /standin/jvb/service "$root/standin/services/jvb"
ln -s /standin/jvb/config "$root/standin/config"
ln -s /standin/init/printcontenv /standin/init/with-contenv "$root/command/"
cp "$deno" "$root/command/deno"

exec chroot "$root" setpriv --reuid 1000 --regid 1000 --clear-groups \
  env -i HOME=/tmp DENO_DIR=/tmp/deno NO_COLOR=1 "$@" /standin/init/init
