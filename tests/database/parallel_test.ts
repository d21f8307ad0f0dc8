import assert from "node:assert/strict";
import { withApi } from "./api_site.ts";
import {
  listening,
  manyClinicians,
  manyPatients,
  oneWins,
  overlaps,
  parallel,
  slot,
  type Who,
} from "./rivals.ts";
import { ids } from "./small_clinic.ts";

/** Each combination of what is the same: at least one thing is. */
const combinations = [
  ["clinician"],
  ["patient"],
  ["place"],
  ["clinician", "patient"],
  ["clinician", "place"],
  ["patient", "place"],
  ["clinician", "patient", "place"],
];

for (const same of combinations) {
  Deno.test(`of 500 at once for one slot and the same ${same.join(", ")} one wins`, () =>
    withApi((api) =>
      listening(api, async (ask) => {
        const patients = await manyPatients(api, 20);
        const clinicians = await manyClinicians(api, 20);
        const wins = await Promise.all(
          Array.from({ length: parallel }, (_, i) => {
            const who: Who = {
              patient: same.includes("patient")
                ? ids.jansen
                : patients[i % 20]!,
              clinician: same.includes("clinician")
                ? ids.haddad
                : clinicians[i % 20]!,
              place: same.includes("place") ? ids.desk : undefined,
            };
            return ask("POST", "/appointment-requests", {
              ...who,
              patient: { id: who.patient },
              minutes: 20,
              windows: [slot],
            });
          }),
        );
        const statuses = wins.map(({ status }) => status);
        assert.equal(statuses.filter((status) => status === 201).length, 1);
        assert.deepEqual([...new Set(statuses)].toSorted(), [201, 409]);
        for (const { status, body } of wins) {
          if (status === 201) continue;
          assert.equal(body.alternatives?.length, 3);
          assert.match(body.type ?? "", /:(clinician|patient|place)-taken$/);
        }
        assert.equal(await overlaps(api), 0);
      })
    ));
}

for (
  const [same, buffer] of [
    [["clinician"], 0],
    [["patient"], 0],
    [["place"], 0],
    [["patient", "place"], 10],
    [["clinician", "patient", "place"], 10],
  ] as const
) {
  const whose = `the same ${same.join(", ")}, buffer ${buffer}`;
  Deno.test(`500 bookings, moves and restorations at once, ${whose}: one wins`, () =>
    withApi((api) => oneWins(api, { same, buffer })));
}
