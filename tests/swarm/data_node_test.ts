/** The computer of the database loses its power while people book. */
import assert from "node:assert/strict";
import { crash } from "../../scripts/lab.d/fail.ts";
import { switchOn } from "../../scripts/lab.d/node.ts";
import { tried, until } from "../../scripts/lab.d/run.ts";
import { labCommand, labIn, type RunningLab } from "./with_lab.ts";

/** Far from those that people choose. */
const number = 17;
const bookingsBefore = 8;

Deno.test("the database's node without power: pages say so, and nothing acknowledged is lost", async () => {
  try {
    const data = { VISITE_LAB_DATA: "n2" };
    await tells(labIn(await labCommand(number, ["up", "2"], data)));
  } finally {
    await labCommand(number, ["down"]);
  }
});

async function tells(lab: RunningLab) {
  const { apiKey } = JSON.parse(await Deno.readTextFile(lab.demoFile));
  const booked: string[] = [];
  for (let count = 0; count < bookingsBefore; count++) {
    const { status, body } = await book(lab, apiKey, count);
    assert.equal(status, 201, body);
    booked.push(JSON.parse(body).appointment.id);
  }
  const node = lab.node("n2");
  // One more is on its way while the plug is pulled.
  const [last] = await Promise.all([book(lab, apiKey, 8), crash(node)]);
  if (last.status === 201) booked.push(JSON.parse(last.body).appointment.id);

  const page = await until("plain words", 60, async () => {
    const page = await asked(lab, "/sign-in", "accept: text/html");
    return page.status === 503 ? page : undefined;
  });
  assert.match(page.body, /cannot be shown right now/);
  assert.match(page.body, /Nothing that was saved is lost/);
  assert.equal((await book(lab, apiKey, 9)).status, 503);

  await switchOn(node);
  await until("the desk answers again", 180, async () => {
    return (await asked(lab, "/ready")).status === 200 || undefined;
  });
  const key = `authorization: Bearer ${apiKey}`;
  for (const id of booked) {
    const { status } = await asked(lab, `/api/v1/appointments/${id}`, key);
    assert.equal(status, 200, `${id} was acknowledged, and is lost`);
  }
  const { status, body } = await book(lab, apiKey, 10);
  assert.equal(status, 201, body);
}

function book(lab: RunningLab, apiKey: string, count: number) {
  const now = Temporal.Now.instant().round("second");
  const window = {
    from: now.add({ hours: 24 }).toString(),
    to: now.add({ hours: 24 * 9 }).toString(),
  };
  const patient = { name: `Nora Netz${count}` };
  const body = JSON.stringify({ patient, minutes: 20, windows: [window] });
  return asked(
    lab,
    "/api/v1/appointment-requests",
    `authorization: Bearer ${apiKey}`,
    "content-type: application/json",
    body,
  );
}

/** As somebody outside asks; with a body it is posted. */
async function asked(
  lab: RunningLab,
  path: string,
  ...[first, second, body]: string[]
) {
  const headers = [first, second].flatMap((one) => one ? ["-H", one] : []);
  const at = ["--resolve", `visit.lab:443:${lab.node("n1").ip}`];
  const curl = ["curl", "-s", "-m", "40", "--cacert", lab.caFile, ...at];
  const { said } = await tried([
    ...[...lab.outside, ...curl, ...headers],
    ...body ? ["-d", body] : [],
    ...["-w", "\n%{http_code}", `${lab.url}${path}`],
  ]);
  const [, text = "", status = "0"] = /^([^]*)\n(\d+)\s*$/.exec(said) ?? [];
  return { status: Number(status), body: text };
}
