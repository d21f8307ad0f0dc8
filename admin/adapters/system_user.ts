import { CannotStart } from "./cannot_start.ts";

/** A user of the operating system that processes run as. */
export interface SystemUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * The user that the database runs as when we are root: Postgres refuses root,
 * and an account shared with others (`nobody`) would let them at the data.
 * Made when it is not there; undefined for a plain user, who is good enough.
 */
export async function databaseUser(
  name = "visite-db",
): Promise<SystemUser | undefined> {
  if (Deno.uid() !== 0) return undefined;
  const found = await userNamed(name);
  if (found) return found;
  const { success, said } = await ran("useradd", [
    "--system",
    "--user-group",
    "--no-create-home",
    "--home-dir=/nonexistent",
    "--shell=/usr/sbin/nologin",
    "--comment=Database of Visite",
    name,
  ]);
  // Another program may have been faster: what counts is that it is there.
  const made = await userNamed(name);
  if (made) return made;
  throw new CannotStart(
    success
      ? `The system user "${name}" was made but cannot be found`
      : `Cannot make the system user "${name}" for the database (${said}): make it yourself with "useradd --system ${name}", or start as a plain user`,
  );
}

async function userNamed(name: string): Promise<SystemUser | undefined> {
  const { success, said } = await ran("getent", ["passwd", name]);
  const [, , uid, gid] = said.split(":");
  return success ? { name, uid: Number(uid), gid: Number(gid) } : undefined;
}

async function ran(program: string, args: string[]) {
  try {
    const { success, stdout, stderr } = await new Deno.Command(program, {
      args,
      stdin: "null",
    }).output();
    const decoder = new TextDecoder();
    const said = decoder.decode(stdout) + decoder.decode(stderr);
    return { success, said: said.trim() };
  } catch {
    return { success: false, said: `there is no ${program}` };
  }
}

/**
 * The innermost folder on the way to `folder` that the user cannot enter, with
 * its mode; undefined when the way is free as far as it goes.
 */
export async function closedFolder(
  folder: string,
  user: SystemUser,
): Promise<{ path: string; mode: string } | undefined> {
  const parts = folder.split("/").filter(Boolean);
  for (let i = 1; i <= parts.length; i++) {
    const path = `/${parts.slice(0, i).join("/")}`;
    const stat = await Deno.stat(path).catch(() => undefined);
    if (!stat) return undefined;
    const mode = (stat.mode ?? 0) & 0o7777;
    const bit = stat.uid === user.uid
      ? 0o100
      : stat.gid === user.gid
      ? 0o010
      : 0o001;
    if (!(mode & bit)) return { path, mode: mode.toString(8) };
  }
  return undefined;
}
