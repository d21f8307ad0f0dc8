import assert from "node:assert/strict";
import {
  benchFolder,
  type Program,
  startProgram,
} from "../../scripts/bench/program.ts";

/** What the fuzzer must never see. Seconds bound each of the two runs. */
const checks = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_schema_conformance",
];
const seconds = 20;

interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  properties?: Record<string, Schema>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; schema: Schema }[];
}

/** As much of a description as is altered here. */
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Known {
  readonly appointments: readonly string[];
  readonly clinicians: readonly string[];
  readonly patients: readonly string[];
}

Deno.test("the API keeps to its own description, whatever it is sent", () =>
  withProgram(async (program, folder) => {
    const document = await described(program);
    await fuzz(program, `${folder}/as-it-is`, document);
  }));

Deno.test("the API keeps to its own description about what really exists", () =>
  withProgram(async (program, folder) => {
    const document = await described(program);
    const known = await booked(program);
    await fuzz(program, `${folder}/known`, knowing(document, known));
  }));

async function withProgram(
  use: (program: Program, folder: string) => Promise<void>,
) {
  const folder = await benchFolder();
  const program = await startProgram(`${folder}/data`);
  try {
    await use(program, folder);
  } finally {
    await program.stop();
    await Deno.remove(folder, { recursive: true });
  }
}

async function described({ url }: Program): Promise<Document> {
  return await (await fetch(`${url}/api/openapi.json`)).json();
}

async function fuzz(program: Program, folder: string, document: Document) {
  await Deno.mkdir(folder);
  await Deno.writeTextFile(`${folder}/api.json`, JSON.stringify(document));
  const { success, stdout } = await new Deno.Command("schemathesis", {
    cwd: folder,
    args: [
      "run",
      `${folder}/api.json`,
      `--url=${program.url}`,
      `--header=Authorization: Bearer ${program.demo.apiKey}`,
      `--checks=${checks.join()}`,
      `--max-time=${seconds}`,
      "--phases=examples,coverage,fuzzing,stateful",
      "--continue-on-failure",
      "--no-color",
      // Most of what is made up at random is rightly refused.
      "--warnings=off",
      "--suppress-health-check=all",
    ],
    stdin: "null",
    stderr: "inherit",
  }).output();
  assert.ok(success, new TextDecoder().decode(stdout));
}

/** Some appointments, so that the fuzzer reaches beyond "not found". */
async function booked({ url, demo }: Program): Promise<Known> {
  const ask = async (path: string, body?: unknown) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method: body ? "POST" : "GET",
      headers: {
        authorization: `Bearer ${demo.apiKey}`,
        "content-type": "application/json",
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return await answer.json();
  };
  const { clinicians } = await ask("/clinicians");
  const made: { id: string; patient: { id: string } }[] = [];
  for (let i = 0; i < 4; i++) {
    const answer = await ask("/appointment-requests", {
      patient: { name: `Fuzz ${i}` },
      minutes: 20,
      windows: [{ from: daysAhead(3), to: daysAhead(10) }],
    });
    assert.ok(answer.appointment, JSON.stringify(answer));
    made.push(answer.appointment);
  }
  return {
    clinicians: clinicians.map(({ id }: { id: string }) => id),
    appointments: made.map(({ id }) => id),
    patients: made.map(({ patient }) => patient.id),
  };
}

function daysAhead(days: number): string {
  return Temporal.Now.instant().add({ hours: 24 * days }).round("minute")
    .toString();
}

/** The description, with what exists in the place of made-up ids and times. */
function knowing(document: Document, known: Known): Document {
  const ids = (of: readonly string[]) => ({ type: "string", enum: of });
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const operation of Object.values(methods)) {
      for (const parameter of operation.parameters ?? []) {
        if (parameter.name === "if-match") {
          parameter.schema = ids(['"1"', '"2"', '"3"', "*"]);
        }
        if (parameter.name !== "id") continue;
        const isClinician = path.includes("/clinicians/");
        parameter.schema = ids(
          isClinician ? known.clinicians : known.appointments,
        );
      }
    }
  }
  const times = ids([3, 4, 5, 6, 7, 8, 9].map(daysAhead));
  const { AppointmentRequest, AppointmentChange } = document.components.schemas;
  const request = AppointmentRequest!.properties!;
  request.windows!.items!.properties = { from: ids([daysAhead(2)]), to: times };
  request.clinician = ids(known.clinicians);
  request.patient!.anyOf![0]!.properties!.id = ids(known.patients);
  delete request.place;
  const change = AppointmentChange!.properties!;
  change.startsAt = times;
  change.clinician = ids(known.clinicians);
  return document;
}
