import { keysFrom, type NumberedKeys, type RandomBytes } from "../base/keys.ts";
import { CannotStart } from "./cannot_start.ts";
import { freshKey } from "./keys.ts";
import { writeOwnFile } from "./own_file.ts";

/** The three keys, by what each is for. */
export interface Keys {
  readonly data: NumberedKeys;
  readonly handle: NumberedKeys;
  readonly deed: NumberedKeys;
}

type Given = { readonly [name in keyof Keys]: NumberedKeys | undefined };

interface Needs {
  /** The program's data folder. */
  readonly folder: string;
  /** Whether a database is there already: then a key is never made anew. */
  readonly hasDatabase: boolean;
  readonly random: RandomBytes;
}

/**
 * The keys that are set, and for the others those in the folder `keys`, made
 * (mode 0600) before the first database. Returns what was made, too.
 */
export async function keysAt(
  given: Given,
  needs: Needs,
): Promise<{ keys: Keys; made: readonly string[] }> {
  const made: string[] = [];
  const keyOf = async (name: keyof Keys) => {
    if (given[name]) return given[name];
    const file = `${needs.folder}/keys/${name}`;
    const text = await Deno.readTextFile(file).catch(() => undefined);
    if (text !== undefined) return readKeys(text, file);
    if (needs.hasDatabase) throw keyLost(name, file);
    made.push(file);
    return await makeKey(file, needs.random);
  };
  const keys = {
    data: await keyOf("data"),
    handle: await keyOf("handle"),
    deed: await keyOf("deed"),
  };
  return { keys, made };
}

function readKeys(text: string, file: string): NumberedKeys {
  try {
    return keysFrom(text);
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new CannotStart(`The key file ${file} ${reason}`, 1, { cause });
  }
}

function keyLost(name: string, file: string): CannotStart {
  return new CannotStart(
    `There is a database but no ${name} key: put back ${file}, or set VISITE_${name.toUpperCase()}_KEY; without it what the key protects cannot be read`,
  );
}

async function makeKey(
  file: string,
  random: RandomBytes,
): Promise<NumberedKeys> {
  const text = freshKey(random);
  const folder = file.slice(0, file.lastIndexOf("/"));
  await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
  await writeOwnFile(file, `${text}\n`);
  return keysFrom(text);
}
