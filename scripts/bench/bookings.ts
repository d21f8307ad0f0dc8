import { openDatabase } from "../../admin/adapters/postgres.ts";
import { bookingScript, type Stand } from "./booking_script.ts";
import { type Place, withPlace } from "./day_page.ts";
import type { Bench, Figures } from "./figures.ts";
import { type Program, startProgram } from "./program.ts";
import { recorder, type Statement } from "./recorder.ts";

const clients = 16;
const seconds = 4;
const rounds = 3;
/** One clinician and one patient each, so that nobody waits for another. */
const pairs = 40;

/**
 * Bookings per second over HTTP against the same statements by pgbench, with
 * as many clients on the same server. Each books a free slot of its own.
 */
export const bookings: Bench = {
  name: "bookings",
  measure: (tell) =>
    withPlace(async (place) => {
      const statements = await recorded(place);
      tell(`${statements.length} statements for one booking`);
      const script = `${place.folder}/booking.sql`;
      await Deno.writeTextFile(script, bookingScript(statements, standOf));
      const program = await startProgram(place.folder, settings(place));
      const ours: number[] = [];
      const theirs: number[] = [];
      try {
        for (let round = 0; round < rounds; round++) {
          ours.push(await overHttp(place, program, round));
          theirs.push(await byPgbench(place, script, round));
          tell(
            `${ours.at(-1)?.toFixed()}/s, pgbench ${
              theirs.at(-1)?.toFixed()
            }/s`,
          );
        }
      } finally {
        await program.stop();
      }
      return figuresOf(Math.max(...ours), Math.max(...theirs));
    }),
};

function figuresOf(ours: number, theirs: number): Figures {
  return {
    bookings_over_pgbench_ratio: ours / theirs,
    bookings_per_second: ours,
    bookings_pgbench_per_second: theirs,
  };
}

/** Nobody is turned away for asking often: that is not what is measured. */
function settings({ keys, database }: Place): Record<string, string> {
  return {
    ...keys,
    DATABASE_URL: database,
    VISITE_LIMIT_API: "1000000/10",
  };
}

/** Ids that pgbench can compute from its client's number. */
function pairId(kind: "clinician" | "patient", number: number): string {
  const group = kind === "clinician" ? "00000001" : "00000002";
  return `${group}-0000-7000-8000-${String(number).padStart(12, "0")}`;
}

/** Clinicians who are always open, and patients with a name that opens. */
async function seed(database: string) {
  const sql = openDatabase(database, 1);
  for (let number = 0; number < pairs; number++) {
    const clinician = pairId("clinician", number);
    await sql`
      insert into staff (id, login, name, created_at)
      values (${clinician}, ${`bench${number}`}, ${`Dr. Bench ${number}`}, now())`;
    await sql`insert into staff_roles values (${clinician}, 'clinician')`;
    await sql`
      insert into availability_rules (id, clinician_id, weekday, from_time, until_time)
      select gen_random_uuid(), ${clinician}, weekday, '00:00', '24:00'
      from generate_series(1, 7) as weekday`;
    await sql`
      insert into patients (id, reference, name_sealed, contact_sealed, marks_key, language, created_at)
      select ${
      pairId("patient", number)
    }, ${`BENCH${number}`}, name_sealed, contact_sealed, marks_key, language, now()
      from patients order by id limit 1`;
  }
  await sql.end();
}

/** What one booking asks of the database, once all is warm. */
async function recorded(place: Place): Promise<readonly Statement[]> {
  const relay = recorder(place.database);
  const program = await startProgram(place.folder, {
    ...settings(place),
    DATABASE_URL: relay.url,
  });
  try {
    await seed(place.database);
    let statements: readonly Statement[] = [];
    for (let slot = 0; slot < 4; slot++) {
      relay.taken();
      await bookOnce(program, slotAt(slot));
      statements = relay.taken();
    }
    return statements;
  } finally {
    await program.stop();
    relay.close();
  }
}

const base = Temporal.Now.instant().add({ hours: 48 }).round("hour");

function slotAt(slot: number): Temporal.Instant {
  return base.add({ minutes: 30 * slot });
}

async function bookOnce({ url, demo }: Program, from: Temporal.Instant) {
  const answer = await fetch(`${url}/api/v1/appointment-requests`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${demo.apiKey}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({
      patient: { id: pairId("patient", pairs - 1) },
      clinician: pairId("clinician", pairs - 1),
      minutes: 20,
      windows: [{ from, to: from.add({ minutes: 20 }) }],
    }),
  });
  const said = await answer.text();
  if (answer.status !== 201) throw new Error(`${answer.status}: ${said}`);
}

/** How the values of the recorded booking are found for any other. */
function standOf(value: string): Stand | undefined {
  if (value === pairId("clinician", pairs - 1)) return "clinician";
  if (value === pairId("patient", pairs - 1)) return "patient";
  const at = slotAt(3);
  if (value === at.toString()) return "start";
  if (value === at.add({ minutes: 20 }).toString()) return "end";
}

/** wrk counts only what was answered with 201; anything else is an error. */
async function overHttp(
  { folder }: Place,
  { url, demo }: Program,
  round: number,
): Promise<number> {
  const script = `${folder}/booking.lua`;
  const first = 100 + round * 5000;
  await Deno.writeTextFile(
    script,
    `
local i = 0
wrk.method = "POST"
wrk.headers["content-type"] = "application/json"
wrk.headers["authorization"] = "Bearer ${demo.apiKey}"
local form = "!%Y-%m-%dT%H:%M:%SZ"
function request()
  local pair = i % ${pairs - 1}
  local from = ${
      base.epochMilliseconds / 1000
    } + 1800 * (${first} + math.floor(i / ${pairs - 1}))
  i = i + 1
  local body = string.format('{"patient":{"id":"00000002-0000-7000-8000-%012d"},"clinician":"00000001-0000-7000-8000-%012d","minutes":20,"windows":[{"from":"%s","to":"%s"}]}', pair, pair, os.date(form, from), os.date(form, from + 1200))
  return wrk.format(nil, nil, nil, body)
end
`,
  );
  const { stdout } = await new Deno.Command("wrk", {
    args: [
      "-t1",
      `-c${clients}`,
      `-d${seconds}s`,
      "-s",
      script,
      `${url}/api/v1/appointment-requests`,
    ],
  }).output();
  const said = new TextDecoder().decode(stdout);
  if (/Non-2xx|Socket errors/.test(said)) throw new Error(said);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(said)?.[1] ?? NaN);
}

async function byPgbench(
  { database }: Place,
  script: string,
  round: number,
): Promise<number> {
  const address = new URL(database);
  const { success, stdout, stderr } = await new Deno.Command(pgbench(), {
    args: [
      "--no-vacuum",
      "--protocol=prepared",
      `--client=${clients}`,
      "--jobs=1",
      `--time=${seconds}`,
      `--define=n=${1_000_000 + round * 100_000}`,
      `--file=${script}`,
      "--host",
      address.searchParams.get("host") ?? address.hostname,
      ...(address.port ? ["--port", address.port] : []),
      "--username",
      decodeURIComponent(address.username),
      address.pathname.slice(1),
    ],
    env: { PGPASSWORD: decodeURIComponent(address.password) },
  }).output();
  const said = new TextDecoder().decode(stdout);
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return Number(/tps = ([\d.]+)/.exec(said)?.[1] ?? NaN);
}

/** Debian keeps it beside its server, apart from the path. */
function pgbench(): string {
  const home = "/usr/lib/postgresql";
  try {
    const [newest] = [...Deno.readDirSync(home)].map(({ name }) => name)
      .toSorted().reverse();
    return newest ? `${home}/${newest}/bin/pgbench` : "pgbench";
  } catch {
    return "pgbench";
  }
}
