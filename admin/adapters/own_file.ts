/**
 * Writes a file that only its owner may read, whole or not at all: a reader
 * finds the old text or the new one, also when we are killed meanwhile.
 */
export async function writeOwnFile(path: string, text: string): Promise<void> {
  const fresh = `${path}.new`;
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  await Deno.remove(fresh).catch(() => {});
  await Deno.writeTextFile(fresh, text, { createNew: true, mode: 0o600 });
  using file = await Deno.open(fresh);
  await file.sync();
  await Deno.rename(fresh, path);
}
