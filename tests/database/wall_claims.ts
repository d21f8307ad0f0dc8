/** What must be true of any wall time that somebody wants. */
import assert from "node:assert/strict";
import { papers, type SheetFacts } from "../../admin/appointments/mod.ts";
import { localTime } from "../../admin/base/time.ts";
import { send } from "./api_site.ts";
import { ids } from "./small_clinic.ts";
import { Visitor } from "./visitor.ts";
import { seen, type Sleepless, type Wanted } from "./wall_story.ts";

/** Books at the wall time; the answer's appointment as the API reads it. */
async function bookedAt(
  api: Sleepless,
  startsAt: Temporal.Instant,
  leadMinutes: number,
) {
  const booked = await send(api, "POST", "/appointment-requests", {
    patient: { id: ids.jansen },
    clinician: ids.haddad,
    minutes: 20,
    leadMinutes,
    windows: [{
      from: startsAt.toString(),
      to: startsAt.add({ minutes: 20 }).toString(),
    }],
  }, { accept: "application/pdf" });
  assert.equal(booked.status, 201, `${startsAt}`);
  const path = booked.headers.get("location")!.replace("/api/v1", "");
  return await (await send(api, "GET", path)).json();
}

/** Booked by the API: the same time there, on both sheets and on the page. */
export async function holds(
  api: Sleepless,
  { zone, wall, leadMinutes }: Wanted,
) {
  const meant = localTime(zone, wall);
  if (meant.is === "none") return;
  await api.needs.sql`update clinics set zone = ${zone}`;
  await api.needs.sql`update appointments set status = 'cancelled'`;
  const startsAt = meant.is === "one" ? meant.instant : meant.later;
  api.setNow(startsAt.subtract({ minutes: 10 }));
  const read = await bookedAt(api, startsAt, leadMinutes);

  const shown = seen(startsAt.subtract({ minutes: leadMinutes }), zone);
  const wallOf = (text: string) =>
    Temporal.PlainDateTime.from(text.slice(0, 19)).toString();
  assert.equal(wallOf(read.startsAt), wall.toString());
  assert.equal(wallOf(read.shownAt), shown.wall.toString());
  assert.ok(Temporal.Instant.from(read.startsAt).equals(startsAt));

  const patient = sheetsSay(api, startsAt, { zone, leadMinutes });
  const page = await api.app.request(new URL(patient.link).pathname);
  assert.ok((await page.text()).includes(`>${shown.time}</time>`));
}

/** Both sheets last printed, each with its own time and date. */
function sheetsSay(
  api: Sleepless,
  startsAt: Temporal.Instant,
  { zone, leadMinutes }: Omit<Wanted, "wall">,
): SheetFacts {
  const [patient, clinician] = api.printed as [SheetFacts, SheetFacts];
  const shownAt = startsAt.subtract({ minutes: leadMinutes });
  for (
    const [facts, at] of [[patient, shownAt], [clinician, startsAt]] as const
  ) {
    const paper = JSON.stringify(papers.sheets([facts]));
    const { time, date } = seen(at, zone);
    assert.ok(paper.includes(time), `${facts.whose}: ${time}`);
    assert.ok(paper.includes(date), `${facts.whose}: ${date}`);
  }
  return patient;
}

const password = "zwölf Zeichen lang";

/** The desk, signed in anew, for the clock leaps by years. */
async function deskOf({ app, needs }: Sleepless): Promise<Visitor> {
  const hash = await needs.passwords.hash(password);
  await needs.sql`
    update staff set password_hash = ${hash}, language = 'de'
    where login = 'desk'`;
  const desk = new Visitor(app);
  await desk.post("/sign-in", { login: "desk", password });
  assert(desk.cookie);
  return desk;
}

/** Types the time into the form; the appointment's path where it is booked. */
async function typed(
  desk: Visitor,
  { wall, leadMinutes, zone }: Wanted,
  which = "",
): Promise<{ readonly status: number; readonly path: string; text: string }> {
  const answer = await desk.post("/appointments", {
    patient: ids.jansen,
    clinician: ids.haddad,
    minutes: "20",
    day: `${wall.toPlainDate()}`,
    time: wall.toPlainTime().toString({ smallestUnit: "minute" }),
    slot: "exact",
    which,
  });
  assert([303, 422].includes(answer.status), `${zone} ${wall} ${leadMinutes}`);
  const [path = ""] = answer.headers.get("location")?.split("?") ?? [];
  return { status: answer.status, path, text: await answer.text() };
}

/** Typing means what the wall clock shows: one time, two, or none. */
export async function typingHolds(api: Sleepless, one: Wanted) {
  const { sql } = api.needs;
  await sql`
    update clinics
    set zone = ${one.zone}, lead_minutes = ${one.leadMinutes}`;
  await sql`update appointments set status = 'cancelled'`;
  const meant = localTime(one.zone, one.wall);
  const first = one.wall.toZonedDateTime(one.zone).toInstant();
  api.setNow(first.subtract({ hours: 5 }));
  const desk = await deskOf(api);
  if (meant.is !== "one") {
    const asked = await typed(desk, one);
    assert.equal(asked.status, 422, `${one.zone} ${one.wall}`);
    assert.equal(asked.text.includes('name="which"'), meant.is === "two");
    if (meant.is === "none") return;
  }
  const wishes = meant.is === "one"
    ? [["", meant.instant] as const]
    : (["earlier", "later"] as const).map((one) => [one, meant[one]] as const);
  for (const [which, startsAt] of wishes) {
    await sql`update appointments set status = 'cancelled'`;
    const { status, path } = await typed(desk, one, which);
    assert.equal(status, 303, `${one.zone} ${one.wall} ${which}`);
    const [row] = await sql<{ startsAt: Temporal.Instant }[]>`
      select starts_at from appointments where status = 'booked'`;
    assert.equal(`${row?.startsAt}`, `${startsAt}`);
    await desk.get(`${path}/sheets/both.pdf`);
    sheetsSay(api, startsAt, one);
  }
}
