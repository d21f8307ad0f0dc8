import { cacheFolder } from "./place.ts";
import { run, tried } from "./run.ts";

/**
 * Docker as another Debian release has it, without installing it: its packages
 * unpacked into a folder of their own. runc is this machine's, since that of a
 * newer release wants a newer C library.
 */
const unpacked = `
into=$1 suite=$2
part=$(mktemp -d "$into.part-XXXXXX")
trap 'rm -rf "$part"' EXIT
mkdir -p "$part/lists/partial" "$part/cache/archives/partial" "$part/debs" "$part/root" "$part/bin"
chmod 755 "$part" # apt reads as a user of its own
printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian %s main\\n' \\
  "$suite" >"$part/sources.list"
quiet() {
  "$@" >"$part/log" 2>&1 || { tail -n 5 "$part/log" >&2; exit 1; }
}
set -- -o "Dir::Etc::sourcelist=$part/sources.list" -o Dir::Etc::sourceparts=- \\
  -o "Dir::State::lists=$part/lists" -o "Dir::Cache=$part/cache" -o APT::Sandbox::User=root
quiet apt-get "$@" update
cd "$part/debs"
cli=docker-cli
apt-cache "$@" show "$cli" >/dev/null 2>&1 || cli= # once part of docker.io
quiet apt-get "$@" download docker.io containerd $cli
for deb in *.deb; do dpkg-deb -x "$deb" ../root; done
cd ../root/usr
for name in dockerd docker docker-proxy docker-init containerd containerd-shim-runc-v2 ctr; do
  for folder in sbin bin libexec/docker; do
    [ ! -f "$folder/$name" ] || cp "$folder/$name" "$part/bin/"
  done
done
"$part/bin/dockerd" --version >/dev/null
mv -T "$part/bin" "$into"
`;

/** The folder with that release's `dockerd` and `docker`, made once. */
export async function engineOf(suite: string): Promise<string> {
  if (!/^[a-z]+$/.test(suite)) {
    throw new Error(`engine takes a release of Debian, not "${suite}"`);
  }
  const folder = `${cacheFolder}/engine-${suite}`;
  const there = await tried([`${folder}/dockerd`, "--version"]).catch(() =>
    undefined
  );
  if (there?.success) return folder;
  await Deno.mkdir(cacheFolder, { recursive: true });
  await run(["sh", "-euc", unpacked, "engine", folder, suite]);
  return folder;
}
