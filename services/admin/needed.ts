/**
 * Narrows deno.json and deno.lock, in the folder where the image is built, to
 * what admin/ imports, and removes other packages from the cache:
 *
 *   needed.ts CACHE
 *
 * Nothing is resolved anew: what stays in the lock stands as it stood.
 */

interface Package {
  readonly integrity: string;
  readonly dependencies?: readonly string[];
  readonly optionalDependencies?: readonly string[];
}

interface Lock {
  readonly version: string;
  readonly specifiers: Readonly<Record<string, string>>;
  readonly npm: Readonly<Record<string, Package>>;
}

interface Settings {
  readonly compilerOptions: unknown;
  readonly imports: Readonly<Record<string, string>>;
}

async function json<T>(path: string): Promise<T> {
  return JSON.parse(await Deno.readTextFile(path));
}

async function write(path: string, value: unknown) {
  await Deno.writeTextFile(path, `${JSON.stringify(value, null, 2)}\n`);
}

async function sourcesUnder(folder: string): Promise<string> {
  const texts: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) texts.push(await sourcesUnder(path));
    else if (/\.tsx?$/.test(name)) texts.push(await Deno.readTextFile(path));
  }
  return texts.join("\n");
}

/**
 * The imports of deno.json that the sources name, by themselves or in part, and
 * those that are files of ours: what writes markup is named by no source.
 */
function importsOf(sources: string, { imports }: Settings) {
  const isUsed = (key: string) =>
    sources.includes(`"${key}"`) ||
    sources.includes(`"${key.replace(/\/?$/, "/")}`);
  return Object.fromEntries(
    Object.entries(imports)
      .filter(([key, target]) => target.startsWith("./") || isUsed(key)),
  );
}

/** The part of the lock that those imports reach. */
function narrowed(lock: Lock, imports: Readonly<Record<string, string>>) {
  const wanted = new Set(
    Object.values(imports).map((target) =>
      target.replace(/^npm:\/?/, "npm:").replace(/\/$/, "")
    ),
  );
  const specifiers = Object.fromEntries(
    Object.entries(lock.specifiers).filter(([name]) => wanted.has(name)),
  );
  const reached = new Set<string>();
  const reach = (key: string) => {
    if (reached.has(key)) return;
    reached.add(key);
    const { dependencies = [], optionalDependencies = [] } = lock.npm[key] ??
      {};
    for (const name of [...dependencies, ...optionalDependencies]) {
      reach(keyOf(lock, name));
    }
  };
  for (const [name, version] of Object.entries(specifiers)) {
    reach(keyOf(lock, name.replace(/^npm:(.+)@.*/, `$1@${version}`)));
  }
  const npm = Object.entries(lock.npm).filter(([key]) => reached.has(key));
  const workspace = { dependencies: Object.keys(specifiers) };
  const { version } = lock;
  return { version, specifiers, npm: Object.fromEntries(npm), workspace };
}

/** A dependency is named alone where the lock has only one version of it. */
function keyOf({ npm }: Lock, name: string): string {
  const key = npm[name]
    ? name
    : Object.keys(npm).find((key) =>
      key.startsWith(`${name}@`) || key.startsWith(`${name}_`)
    );
  if (!key) throw new Error(`deno.lock does not hold ${name}`);
  return key;
}

/** Packages lie as CACHE/npm/<registry>/[@scope/]<name>/<version>. */
async function prune(cache: string, lock: Pick<Lock, "npm">) {
  const kept = new Set(
    Object.keys(lock.npm).map((key) => key.replace(/(?<=.@[^_@/]+)_.*/, "")),
  );
  for await (const { name } of Deno.readDir(`${cache}/npm`)) {
    const registry = `${cache}/npm/${name}`;
    for await (const path of versionsIn(registry)) {
      const named = path.slice(registry.length + 1);
      if (!kept.has(named.replace(/\/(?=[^/]*$)/, "@"))) {
        await Deno.remove(path, { recursive: true });
      }
    }
  }
}

async function* versionsIn(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (!isDirectory) continue;
    if (/^\d/.test(name)) yield `${folder}/${name}`;
    else yield* versionsIn(`${folder}/${name}`);
  }
}

const [cache = ""] = Deno.args;
const settings = await json<Settings>("deno.json");
const imports = importsOf(await sourcesUnder("admin"), settings);
const lock = narrowed(await json<Lock>("deno.lock"), imports);
const { compilerOptions } = settings;
await write("deno.json", { compilerOptions, imports });
await write("deno.lock", lock);
await Deno.mkdir(`${cache}/npm`, { recursive: true });
await prune(cache, lock);
