import assert from "node:assert/strict";
import { openMetrics } from "../../admin/adapters/metrics.ts";
import { founding } from "../../admin/people/mod.ts";
import { apiScopes, type Role } from "../../admin/people/permission.ts";
import { site } from "../../admin/site.tsx";
import {
  apiCells,
  type Facts,
  filled,
  matrixClinic,
  staffCells,
  tracesOf,
} from "./role_matrix.ts";
import { signIn, Visitor } from "./visitor.ts";
import { withDatabase } from "./with_database.ts";
import { type World, worldOn } from "./world.ts";

type Site = ReturnType<typeof site>;

/** One answer, as whoever asked sees it. */
interface Seen {
  readonly who: string;
  readonly path: string;
  readonly status: number;
  readonly text: string;
  readonly location: string;
}

interface Story {
  readonly app: Site;
  readonly world: World;
  readonly mine: Facts;
  readonly theirs: Facts;
  readonly seen: Seen[];
  /** Cookies, tokens, keys and passwords that came up. */
  readonly secrets: Set<string>;
  as(who: string): Site;
}

const staffPages = Object.values(staffCells).flat()
  .filter(([method]) => method === "GET").map(([, path]) => path);
const apiPaths = Object.values(apiCells).flat()
  .filter(([method]) => method === "GET").map(([, path]) => path);

function withCanaries(tell: (story: Story) => Promise<void>) {
  return withDatabase(async (sql, url) => {
    const printer = {
      ...worldOn(sql).printer,
      print: () =>
        Promise.reject(new Error(`No ink for "${tracesOf("mine")}"`)),
    };
    const world = { ...worldOn(sql, url), printer };
    const app = site(world);
    const seen: Seen[] = [];
    const facts = await matrixClinic(world);
    await tell({
      app,
      world,
      ...facts,
      seen,
      secrets: new Set(["zwölf Zeichen lang"]),
      as: (who) => recorded(app, who, seen),
    });
  });
}

/** The same site, which keeps what it answered. */
function recorded(app: Site, who: string, seen: Seen[]): Site {
  const request = async (path: string, init: RequestInit) => {
    const answer = await app.request(path, init);
    const location = answer.headers.get("location") ?? "";
    const text = await answer.clone().text();
    seen.push({ who, path, status: answer.status, text, location });
    return answer;
  };
  return { request } as unknown as Site;
}

async function walkAs(story: Story, role: Role, whose: Facts[]) {
  const visitor = await signIn(story.as(role), story.world, role);
  story.secrets.add(visitor.cookie.split("=")[1]!);
  for (const facts of whose) {
    for (const path of [...staffPages, ...apiPaths]) {
      await visitor.get(filled(path, facts));
    }
  }
  await visitor.post("/search", { text: "vanter" });
  await visitor.post("/patients/search", { text: "brackw" });
  await visitor.get("/appointments/new?patient=nobody");
  return visitor;
}

/** The patient's way in, a key's reading, links, and everything that fails. */
async function walkBeyond({ as, world, mine, secrets }: Story) {
  const patient = new Visitor(as("patient"));
  await patient.get(`/P/${mine.handle}`);
  await patient.post(`/P/${mine.handle}/arrival`, { language: "en" });
  secrets.add(patient.cookie.split("=")[1] ?? "");
  await patient.get("/waiting");
  await patient.get("/call");
  await patient.post("/P", { handle: mine.handle });
  await patient.get("/P/WRONG");

  const { sql } = world;
  const { key } = await founding.makeKey(sql, world, {
    name: "Other system",
    scopes: apiScopes,
    createdBy: null,
  });
  secrets.add(key);
  for (const path of apiPaths) {
    const headers = {
      authorization: `Bearer ${key}`,
      accept: "application/pdf",
    };
    await as("key").request(filled(path, mine), { headers });
  }
  const reset = await founding.resetLink(sql, world);
  const link = reset!.link.pathname;
  secrets.add(link.split("/").at(-1)!);
  const stranger = new Visitor(as("stranger"));
  await stranger.get(link);
  await stranger.post(link, { password: "kurz" });
  await stranger.post("/sign-in", {
    login: "Vanterpool",
    password: "Quillon!",
  });
  await stranger.get("/patients?name=nobody");
}

Deno.test("no canary stands in a log line, a metric or the audit of failures", () =>
  withCanaries(async (story) => {
    const { world, mine, theirs, secrets } = story;
    await walkAs(story, "coordinator", [mine, theirs]);
    await walkAs(story, "clinician", [mine, theirs]);
    await walkBeyond(story);
    assert(world.logged.some((line) => /request failed/.test(line)));

    const metrics = openMetrics();
    world.told.forEach(metrics.answered);
    const { text } = await metrics.text({
      isReady: true,
      head: await world.scribe.head(world.sql),
      appointments: {},
      tasksDue: 0,
    });
    metrics.stop();
    const kept = `${world.logged.join("\n")}\n${text}`;
    const deeds = JSON.stringify(await world.sql`select * from deeds`);
    const traces = [
      ...tracesOf("mine"),
      ...tracesOf("theirs"),
      mine.handle,
      theirs.handle,
      ...secrets,
    ].filter(Boolean);
    assert(traces.length > 14);
    for (const trace of traces) {
      assert(!kept.includes(trace), `${trace} stands in log or metrics`);
      assert(!deeds.includes(trace), `${trace} stands in the deeds`);
    }
  }));

Deno.test("no canary is shown to a role that may not see it", () =>
  withCanaries(async (story) => {
    const { mine, theirs, seen } = story;
    for (const role of ["clinic_admin", "operator", "auditor"] as const) {
      await walkAs(story, role, [mine, theirs]);
    }
    const all = [...tracesOf("mine"), ...tracesOf("theirs")];
    const hidden = [...all, mine.handle, theirs.handle];
    leaksNothing(seen, hidden);
    seen.length = 0;
    await walkAs(story, "clinician", [mine, theirs]);
    leaksNothing(seen, [...tracesOf("theirs"), theirs.handle]);
    assert(seen.some(({ text }) => text.includes("Vanterpool")));
  }));

Deno.test("no name, number or secret stands in an address", () =>
  withCanaries(async (story) => {
    const { mine, theirs, seen, secrets } = story;
    await walkAs(story, "coordinator", [mine, theirs]);
    await walkBeyond(story);
    const personal = [...tracesOf("mine"), ...tracesOf("theirs")];
    const addresses = seen.flatMap(({ text, location, path }) => [
      location,
      ...[...text.matchAll(/\b(?:href|src|action)="([^"]*)"/g)]
        .map(([, address = ""]) => address)
        // The page's own address, where its form goes back to.
        .filter((address) => address !== path),
    ]).filter((address) => !/^(tel|mailto|sms):/.test(address));
    assert(addresses.length > 200);
    for (const trace of [...personal, ...secrets].filter(Boolean)) {
      const found = addresses.find((address) => address.includes(trace));
      assert.equal(found, undefined, `${trace} in ${found}`);
    }
  }));

Deno.test("what is refused or fails repeats no canary", () =>
  withCanaries(async (story) => {
    const { mine, theirs, seen } = story;
    await walkAs(story, "coordinator", [mine, theirs]);
    await walkBeyond(story);
    const failed = seen.filter(({ status, who }) =>
      status >= 400 && !(who === "stranger" && status === 401)
    );
    assert(failed.some(({ status }) => status === 500));
    leaksNothing(failed, [...tracesOf("mine"), ...tracesOf("theirs")]);
  }));

function leaksNothing(seen: readonly Seen[], traces: readonly string[]) {
  assert(seen.length > 0);
  for (const trace of traces) {
    const leak = seen.find(({ text, location }) =>
      text.includes(trace) || location.includes(trace)
    );
    assert.equal(leak, undefined, `${leak?.who} saw ${trace} at ${leak?.path}`);
  }
}
