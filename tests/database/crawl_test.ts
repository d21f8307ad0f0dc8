import assert from "node:assert/strict";
import type { Database } from "../../admin/base/sql.ts";
import { ids } from "./small_clinic.ts";
import { type Browser, type Story, withStory } from "./visit_story.ts";

/** How often each link is asked for, by GET and by HEAD. */
const rounds = 20;

/** What a read may leave behind: who read what, and when someone was last seen. */
const excepted = {
  tables: ["list_views", "limits"],
  columns: { sessions: ["last_seen_at"], api_keys: ["last_used_at"] },
  deeds: [
    "list.seen",
    "patient.opened",
    "appointment.opened",
    "sheet.printed",
    "sheet.opened",
  ],
} as const;

/** Of pages that go on for ever, such as days and weeks, so many are enough. */
const perPattern = 2;

Deno.test("every link of every page crawled 20 times changes nothing", () =>
  withStory(async (story) => {
    const { sql, handle, patient } = story;
    await patient.post(`/P/${handle}/arrival`);
    const people = await everyone(story);
    const found: [string, Browser, Set<string>][] = [];
    for (const [name, browser, starts] of people) {
      found.push([name, browser, await linksFrom(browser, starts)]);
    }
    const before = await dump(sql);
    for (let round = 0; round < rounds; round++) {
      for (const [, browser, links] of found) {
        for (const link of links) {
          const both = [browser.get(link), browser.head(link)];
          for (const answer of both) await (await answer).body?.cancel();
        }
      }
    }
    const after = await dump(sql);
    const { deeds: deedsBefore, ...restBefore } = before;
    const { deeds: deedsAfter = [], ...restAfter } = after;
    assert.deepEqual(restAfter, restBefore);
    assert.deepEqual(deedsAfter.slice(0, deedsBefore?.length), deedsBefore);
    const added = deedsAfter.slice(deedsBefore?.length)
      .map((deed) => (JSON.parse(deed) as { did: string }).did);
    const allowed: readonly string[] = excepted.deeds;
    assert.deepEqual(
      [...new Set(added)].filter((did) => !allowed.includes(did)),
      [],
    );
    for (const [name, , links] of found) assert(links.size > 2, name);
  }));

/** Everyone who may follow links, and where they begin. */
async function everyone(
  story: Story,
): Promise<[string, Browser, string[]][]> {
  const { handle, patient, browser, appointmentId, sql } = story;
  await sql`insert into staff_roles values (${ids.okafor}, 'clinic_admin'), (${ids.okafor}, 'auditor')`;
  const desk = ["/", "/today", "/week", "/patients", "/clinicians", "/audit"];
  const appointment = [
    `/appointments/${appointmentId}`,
    `/A/${appointmentId.toUpperCase()}`,
    `/appointments/${appointmentId}/sheets/patient.html`,
    `/appointments/${appointmentId}/sheets/clinician.html`,
    `/appointments/${appointmentId}/visit`,
    "/settings",
    "/api/docs",
  ];
  const link = [`/P/${handle}`, `/P/${handle}/arrival`, "/P", "/call/token"];
  return [
    ["stranger", browser(), [...link, "/sign-in", "/waiting", "/"]],
    ["patient", patient, [...link, "/waiting", "/waiting/state", "/call"]],
    ["coordinator", await story.signedIn(ids.coordinator), [
      ...desk,
      ...appointment,
    ]],
    ["clinician", story.clinician, [...desk, ...appointment]],
    ["admin", await story.signedIn(ids.okafor), [...desk, ...appointment]],
  ];
}

/** All that can be reached by links from there, within this site. */
async function linksFrom(
  browser: Browser,
  starts: readonly string[],
): Promise<Set<string>> {
  const links = new Set<string>();
  const patterns = new Map<string, number>();
  const open = [...starts];
  for (let link = open.pop(); link !== undefined; link = open.pop()) {
    if (links.has(link)) continue;
    const pattern = link.replace(/\d{4}-\d{2}-\d{2}/g, "DAY")
      .replace(/=[^&#]+/g, "=");
    const seen = patterns.get(pattern) ?? 0;
    if (seen >= perPattern) continue;
    patterns.set(pattern, seen + 1);
    links.add(link);
    const answer = await browser.get(link);
    const moved = answer.headers.get("location");
    if (moved) open.push(pathOf(moved, link));
    const isPage = answer.headers.get("content-type")?.includes("text/html");
    const page = await answer.text();
    if (!isPage) continue;
    const named = page.matchAll(/(?:href|src|action|formaction)="([^"]*)"/g);
    for (const [, target = ""] of named) {
      const path = pathOf(target.replaceAll("&amp;", "&"), link);
      if (path && !path.startsWith("/static/")) open.push(path);
    }
  }
  return links;
}

/** The path with its query, for links of this site; the host may be in capitals. */
function pathOf(target: string, from: string): string {
  const base = "https://visit.example";
  const url = new URL(target, base + from);
  return url.origin === base ? url.pathname + url.search : "";
}

/** Every row of every table as text, in one order. */
async function dump(sql: Database): Promise<Record<string, string[]>> {
  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'
    order by 1`;
  const all: Record<string, string[]> = {};
  for (const { name } of tables) {
    if ((excepted.tables as readonly string[]).includes(name)) continue;
    const columns: Record<string, readonly string[]> = excepted.columns;
    const rows = await sql<{ row: string }[]>`
      select (to_jsonb(t) - ${[...columns[name] ?? []]}::text[])::text as row
      from ${sql(name)} t`;
    const texts = rows.map(({ row }) => row);
    all[name] = name === "deeds"
      ? texts.toSorted((a, b) => numberOf(a) - numberOf(b))
      : texts.toSorted();
  }
  return all;
}

function numberOf(deed: string): number {
  return (JSON.parse(deed) as { number: number }).number;
}
