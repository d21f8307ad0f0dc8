import {
  type Held,
  heldByAnother,
  holdFolder,
} from "../adapters/data_folder.ts";
import {
  hasEmbeddedDatabase,
  runningAddress,
  startEmbeddedPostgres,
} from "../adapters/embedded_postgres.ts";
import { type Keys, keysAt } from "../adapters/key_files.ts";
import { systemRandom } from "../adapters/keys.ts";
import { type Address, openDatabase } from "../adapters/postgres.ts";
import { refuseClosedFolder } from "../adapters/postgres_home.ts";
import type { Log } from "../base/log.ts";
import type { Database } from "../base/sql.ts";
import type { Config } from "../config.ts";
import { openAnswering } from "./database.ts";

/** What every sub-command stands on: a database, and the keys to it. */
export interface Ground {
  readonly sql: Database;
  readonly keys: Keys;
  /** Files of keys that were made by this very start. */
  readonly keysMade: readonly string[];
  close(): Promise<void>;
}

interface Needs {
  readonly config: Config;
  readonly log: Log;
  /** Called when the embedded server is gone for good. */
  readonly lost: (fault: unknown) => void;
}

/** A start of the program itself: it must be the data folder's only owner. */
export async function openGround(needs: Needs): Promise<Ground> {
  const { config } = needs;
  if (config.database) return await groundAt(config.database, config);
  await refuseClosedFolder(config.dataFolder);
  const held = await holdFolder(config.dataFolder);
  if (!held) throw await heldByAnother(config.dataFolder);
  return await ownGround(needs, held);
}

/**
 * A command beside the program: uses the embedded server that runs already, or
 * starts it for as long as the command takes.
 */
export async function joinGround(needs: Needs): Promise<Ground> {
  const { config } = needs;
  if (config.database) return await groundAt(config.database, config);
  await refuseClosedFolder(config.dataFolder);
  const held = await holdFolder(config.dataFolder);
  if (held) return await ownGround(needs, held);
  return await groundAt(await runningAddress(config.dataFolder), config);
}

async function ownGround(
  { config, log, lost }: Needs,
  { folder, letGo }: Held,
): Promise<Ground> {
  const { keys, made } = await keysAt(config.keys, {
    folder,
    hasDatabase: await hasEmbeddedDatabase(folder),
    random: systemRandom,
  });
  const needs = { folder, log, lost, random: systemRandom };
  const server = await startEmbeddedPostgres(needs);
  const sql = openDatabase(server.address);
  return {
    sql,
    keys,
    keysMade: made,
    async close() {
      await sql.end({ timeout: 1 });
      await server.stop();
      letGo();
    },
  };
}

async function groundAt(
  address: Address,
  config: Config,
): Promise<Ground> {
  const { keys } = await keysAt(config.keys, {
    folder: config.dataFolder,
    hasDatabase: true,
    random: systemRandom,
  });
  const sql = await openAnswering(address);
  return {
    sql,
    keys,
    keysMade: [],
    close: () => sql.end({ timeout: 1 }),
  };
}
