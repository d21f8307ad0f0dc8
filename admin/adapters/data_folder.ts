import { CannotStart } from "./cannot_start.ts";

/** The data folder, held by this process until it ends, however it ends. */
export interface Held {
  readonly folder: string;
  letGo(): void;
}

/**
 * Makes the folder and takes hold of it; undefined when another process has
 * it. The kernel keeps the lock, so that a killed owner leaves none behind.
 */
export async function holdFolder(folder: string): Promise<Held | undefined> {
  const file = await openLock(folder);
  if (!await file.tryLock(true)) {
    file.close();
    return undefined;
  }
  await file.truncate(0);
  await file.write(new TextEncoder().encode(`${Deno.pid}\n`));
  return { folder, letGo: () => file.close() };
}

/** What to tell who wanted a folder that another process has. */
export async function heldByAnother(folder: string): Promise<CannotStart> {
  const pid = await Deno.readTextFile(`${folder}/owner`).catch(() => "");
  return new CannotStart(
    `The data folder ${folder} is in use by another Visite (process ${
      pid.trim() || "unknown"
    }): stop that one, or give another folder by VISITE_DATA`,
  );
}

async function openLock(folder: string): Promise<Deno.FsFile> {
  try {
    await Deno.mkdir(folder, { recursive: true, mode: 0o711 });
    return await Deno.open(`${folder}/owner`, {
      create: true,
      write: true,
      mode: 0o644,
    });
  } catch (error) {
    throw new CannotStart(
      `VISITE_DATA="${folder}": cannot be written (${
        (error as Error).message.replace(/: .*/, "")
      }); give a folder that this user may make or write`,
      2,
    );
  }
}
