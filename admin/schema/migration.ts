/** One step forward of the schema: `0003_appointments.sql`. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly text: string;
  /** SHA-256 of the text, in hex: what was run is never changed afterwards. */
  readonly digest: string;
}

/** A migration as the database remembers it. */
export type Done = Pick<Migration, "number" | "name" | "digest">;

/** The number and name in a file name; undefined for other files. */
export function migrationNamed(
  file: string,
): Pick<Migration, "number" | "name"> | undefined {
  const [, number, name] = /^(\d{4})_(\w+)\.sql$/.exec(file) ?? [];
  return name === undefined ? undefined : { number: Number(number), name };
}

/**
 * The migrations still to run, in order. Throws, in words for an operator,
 * when the database is ahead of the program or history was rewritten.
 */
export function pendingAfter(
  done: readonly Done[],
  all: readonly Migration[],
): readonly Migration[] {
  const known = new Map(all.map((migration) => [migration.number, migration]));
  for (const { number, name, digest } of done) {
    const migration = known.get(number);
    if (!migration) {
      throw new Error(
        `The database has migration ${number} "${name}", which this program does not know: start the newer program that made it`,
      );
    }
    if (migration.digest !== digest) {
      throw new Error(
        `Migration ${number} "${name}" was changed after it had run: restore its file, and put the change into a new migration`,
      );
    }
  }
  const last = Math.max(0, ...done.map(({ number }) => number));
  return inOrder(all).filter(({ number }) => number > last);
}

/** Sorted by number; throws when a number is missing or comes twice. */
function inOrder(all: readonly Migration[]): readonly Migration[] {
  const sorted = all.toSorted((a, b) => a.number - b.number);
  sorted.forEach(({ number, name }, i) => {
    if (number !== i + 1) {
      throw new Error(
        `Migration ${number} "${name}" stands where ${i + 1} belongs`,
      );
    }
  });
  return sorted;
}
