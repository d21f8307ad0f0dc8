import { run, tried } from "./run.ts";
import { cacheFolder } from "./place.ts";

const suite = "trixie";

/** Debian without what no service reads: lists, documents, other languages. */
const makeBase = `
root=$1
debootstrap --variant=minbase --include=ca-certificates ${suite} "$root" \\
  http://deb.debian.org/debian >"$root.log" 2>&1 || { tail -n 5 "$root.log" >&2; exit 1; }
rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/var/log/* \\
  "$root"/usr/share/doc/* "$root"/usr/share/man/* "$root"/usr/share/locale/*
printf 'path-exclude /usr/share/%s/*\\n' doc man locale >"$root/etc/dpkg/dpkg.cfg.d/slim"
`;

/** The tag of what all images are built on: it changes with how it is made. */
export const baseTag = `localhost/visite-base:${await shortHash(makeBase)}`;

/** The running Deno as an image, for the services that are programs of ours. */
export const denoTag = `localhost/visite-deno:${Deno.version.deno}`;

async function shortHash(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return hash.toHex().slice(0, 12);
}

type Docker = (...words: string[]) => readonly string[];

/** Makes the images that the Dockerfiles are given as BASE and DENO. */
export async function makeBases(docker: Docker) {
  await Promise.all([
    unlessThere(docker, baseTag, () => importDebian(docker)),
    unlessThere(docker, denoTag, () => importDeno(docker)),
  ]);
}

async function unlessThere(
  docker: Docker,
  tag: string,
  make: () => Promise<unknown>,
) {
  const { success } = await tried(docker("image", "inspect", tag));
  if (!success) await make();
}

async function importDebian(docker: Docker) {
  const root = await Deno.makeTempDir({ dir: cacheFolder, prefix: "debian-" });
  try {
    await Deno.chmod(root, 0o755);
    await run(["sh", "-euc", makeBase, "base", root]);
    await imported(docker, baseTag, `tar -C '${root}' -c .`);
  } finally {
    await run(["rm", "-rf", "--one-file-system", root, `${root}.log`]);
  }
}

async function importDeno(docker: Docker) {
  const [, folder, name] = /^(.*)\/([^/]+)$/.exec(Deno.execPath()) ?? [];
  const pack =
    `tar -C '${folder}' --transform 's,.*,deno,' --owner 0 --group 0 --mode 755 -ch '${name}'`;
  await imported(docker, denoTag, pack);
}

/** Docker 28 finds the commands of `docker exec` by the image's PATH alone. */
async function imported(docker: Docker, tag: string, pack: string) {
  const path =
    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  const words = docker("import", "--change", `ENV ${path}`, "-", tag);
  await run(["sh", "-euc", `${pack} | "$@"`, "import", ...words]);
}
