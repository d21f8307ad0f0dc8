import type { Target } from "./load.ts";
import type { Program } from "./program.ts";
import type { Statement } from "./recorder.ts";

const rowsOfDay = 50;
export const zone = "Europe/Berlin";
/** A Wednesday far enough ahead to be empty, and open. */
export const day = wednesdayAfter(Temporal.Now.plainDateISO(zone));

function wednesdayAfter(today: Temporal.PlainDate): Temporal.PlainDate {
  return today.add({ weeks: 3 }).subtract({ days: today.dayOfWeek })
    .add({ days: 3 });
}

/** The page as the program sends it, and what it asked the database for it. */
export interface Model {
  readonly html: string;
  /** Sent with it: whoever sends the same page sends these, too. */
  readonly headers: Readonly<Record<string, string>>;
  readonly statements: readonly Statement[];
}

/** Books the day full by the API, as another program would. */
export async function fillDay({ url, demo }: Program) {
  const window = {
    from: day.toZonedDateTime({ timeZone: zone, plainTime: "08:00" }),
    to: day.toZonedDateTime({ timeZone: zone, plainTime: "19:00" }),
  };
  for (let row = 0; row < rowsOfDay; row++) {
    const answer = await fetch(`${url}/api/v1/appointment-requests`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${demo.apiKey}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({
        patient: { name: `Person${row + 10} Dayrow${row + 10}` },
        minutes: 20,
        windows: [{
          from: window.from.toInstant().toString(),
          to: window.to.toInstant().toString(),
        }],
      }),
    });
    const said = await answer.text();
    if (answer.status !== 201) throw new Error(`${answer.status}: ${said}`);
  }
}

/** The program's day page, as the demo's coordinator sees it. */
export async function dayPageOf(
  { url, pid, demo }: Program,
): Promise<Target> {
  const answer = await fetch(`${url}/sign-in`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: url },
    body: new URLSearchParams({ ...demo.coordinator }),
  });
  await answer.body?.cancel();
  const [cookie] = answer.headers.getSetCookie();
  if (!cookie) throw new Error(`No cookie from /sign-in: ${answer.status}`);
  return {
    name: "ours",
    pid,
    url: `${url}/day/${day}`,
    headers: { cookie: cookie.split(";")[0] ?? "" },
  };
}

/** Taken when all that is done only once has been done. */
export async function modelPage(
  target: Target,
  taken: () => readonly Statement[],
): Promise<Model> {
  for (let warm = 0; warm < 5; warm++) await pageOf(target);
  taken();
  const { html, headers } = await pageOf(target);
  for (const own of ["content-length", "date", "vary"]) headers.delete(own);
  return { html, headers: Object.fromEntries(headers), statements: taken() };
}

async function pageOf({ url, headers = {} }: Target) {
  const answer = await fetch(url, { headers, redirect: "manual" });
  const html = await answer.text();
  const rows = html.split(" data-row=").length - 1;
  if (answer.status !== 200 || rows !== rowsOfDay) {
    throw new Error(`${url}: ${answer.status} with ${rows} rows`);
  }
  return { html, headers: new Headers(answer.headers) };
}

/** Nobody wins by leaving something out. */
export async function areAlike(targets: readonly Target[]) {
  const pages = await Promise.all(targets.map(pageOf));
  const sizes = pages.map(({ html }) => html.length);
  if (Math.min(...sizes) < 0.97 * Math.max(...sizes)) {
    throw new Error(`The pages differ in size: ${sizes}`);
  }
  const policies = pages.map(({ headers }) =>
    headers.get("content-security-policy")
  );
  if (policies.includes(null)) throw new Error("A page lacks its headers");
}
