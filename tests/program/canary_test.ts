import assert from "node:assert/strict";
import {
  accessIn,
  environmentOf,
  openDesk,
  runToEnd,
  stop,
  until,
  withFolder,
} from "./program.ts";

Deno.test("names, handles, cookies, tokens and keys reach no log and no metric", () =>
  withFolder(async (data) => {
    using free = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const inside = `127.0.0.1:${free.addr.port}`;
    free.close();
    const more = { VISITE_DEMO: "1", VISITE_INTERNAL_LISTEN: inside };
    const desk = await openDesk(data, more);
    const { apiKey, coordinator } = await accessIn(data);
    const cookie = await signIn(desk.url, coordinator);
    const name = "Kanarie Vogelsang";
    const handle = await bookFor(desk.url, apiKey, name);
    const paths = [
      `/P/${handle}`,
      `/P/${handle}x`,
      `/patients?q=${encodeURIComponent(name)}`,
      `/links/${handle}`,
      `/nowhere/${handle}?name=${name}`,
      "/today",
    ];
    for (const path of paths) {
      const answer = await fetch(desk.url + path, { headers: { cookie } });
      await answer.body?.cancel();
      assert(answer.status < 500, `${path}: ${answer.status}`);
    }
    await malformed(desk.url, apiKey, name);
    const metrics = await (await fetch(`http://${inside}/metrics`)).text();
    assert.equal((await stop(desk)).code, 0);
    const canaries = [
      name,
      "Vogelsang",
      handle,
      handle.toLowerCase(),
      cookie.split("=")[1]!,
      apiKey,
      coordinator.password,
    ];
    for (const canary of canaries) {
      assert(!desk.logged().includes(canary), `log: ${canary}`);
      assert(!metrics.includes(canary), `metrics: ${canary}`);
    }
    assert.match(desk.logged(), /"route":"\/[Pp]\/:handle"|"route":"\/P/);
  }));

async function signIn(
  url: string,
  { login, password }: { login: string; password: string },
): Promise<string> {
  const answer = await fetch(`${url}/sign-in`, {
    method: "POST",
    body: new URLSearchParams({ login, password }),
    redirect: "manual",
  });
  await answer.body?.cancel();
  assert.equal(answer.status, 303);
  return answer.headers.getSetCookie()[0]!.split(";")[0]!;
}

/** Books for a new patient; returns the handle of the printed link. */
async function bookFor(url: string, key: string, name: string) {
  const day = Temporal.Now.plainDateISO("Europe/Berlin").add({ days: 7 });
  const monday = day.subtract({ days: day.dayOfWeek - 1 });
  const answer = await fetch(`${url}/api/v1/appointment-requests`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${key}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({
      patient: { name, phone: "0171 39200 99" },
      minutes: 20,
      windows: [{ from: `${monday}T08:00:00Z`, to: `${monday}T16:00:00Z` }],
    }),
  });
  const booked = await answer.json();
  assert.equal(answer.status, 201, JSON.stringify(booked));
  return booked.patient.link.split("/").at(-1) as string;
}

async function malformed(url: string, key: string, name: string) {
  for (const body of [`{"patient": "${name}`, `{"patient": "${name}"}`]) {
    const answer = await fetch(`${url}/api/v1/appointment-requests`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${key}`,
        "content-type": "application/json",
      },
      body,
    });
    await answer.body?.cancel();
    assert(answer.status >= 400 && answer.status < 500, `${answer.status}`);
  }
}

Deno.test("a request that is under way is answered before SIGTERM ends the desk", () =>
  withFolder(async (data) => {
    const desk = await openDesk(data, { VISITE_DEMO: "1" });
    const { coordinator } = await accessIn(data);
    // Hashing a password takes the longest of all answers.
    const answer = signIn(desk.url, coordinator);
    await until(() => new Promise((done) => setTimeout(() => done(true), 50)));
    const { code, seconds } = await stop(desk);
    assert.equal(code, 0);
    assert(seconds <= 5, `${seconds} s`);
    assert.match(await answer, /^visite=/);
  }));

Deno.test("a data folder with a very long name works", () =>
  withFolder(async (data) => {
    const long = `${data}/${"lang".repeat(30)}`;
    const desk = await openDesk(long);
    const verdict = await runToEnd(environmentOf(long), ["audit:verify"]);
    assert.equal(verdict.code, 0, verdict.logged);
    await stop(desk);
  }));
