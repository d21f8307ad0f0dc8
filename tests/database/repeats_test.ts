import assert from "node:assert/strict";
import { type Api, send, withApi } from "./api_site.ts";
import { ids } from "./small_clinic.ts";

/** One wish on a day, sent at once as often as an impatient program would. */
async function atOnce(api: Api, day: string, to: string, key: string) {
  const answers = await Promise.all(
    Array.from(
      { length: 12 },
      () =>
        send(api, "POST", "/appointment-requests", {
          patient: { id: ids.jansen },
          minutes: 20,
          windows: [{
            from: `${day}T10:00:00+01:00`,
            to: `${day}T${to}+01:00`,
          }],
        }, { "idempotency-key": key }),
    ),
  );
  const bodies = await Promise.all(answers.map((answer) => answer.text()));
  return {
    statuses: [...new Set(answers.map(({ status }) => status))],
    bodies: [...new Set(bodies)],
  };
}

for (
  const [what, day, to, status] of [
    ["on a closed day", "2026-11-28", "12:00:00", 409],
    ["on an open day", "2026-11-26", "12:00:00", 201],
    ["for one slot", "2026-11-26", "10:20:00", 201],
  ] as const
) {
  Deno.test(`twelve identical requests at once ${what} get one answer`, () =>
    withApi(async (api) => {
      for (let round = 0; round < 5; round++) {
        await api.sql`update appointments set status = 'cancelled'`;
        const { statuses, bodies } = await atOnce(api, day, to, `k${round}`);
        assert.deepEqual(statuses, [status]);
        assert.equal(bodies.length, 1, bodies.join("\n"));
      }
      const [{ count }] = await api.sql<[{ count: number }]>`
        select count(*)::int as count from appointments`;
      assert.equal(count, status === 201 ? 5 : 0);
    }));
}
