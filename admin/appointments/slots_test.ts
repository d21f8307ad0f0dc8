import assert from "node:assert/strict";
import type { Stretch } from "./availability.ts";
import {
  alternatives,
  bestSlot,
  type Diary,
  freeSlots,
  type Slot,
  type Wish,
} from "./slots.ts";

const zone = "Europe/Berlin";
const time = Temporal.PlainTime.from;

function at(text: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(`2026-11-25T${text}`)
    .toZonedDateTime(zone).toInstant();
}

function stretch(from: string, until: string): Stretch {
  return [at(from).epochMilliseconds, at(until).epochMilliseconds];
}

function diary(more: Partial<Diary> = {}): Diary {
  const clinicians = [{ id: "a", name: "A" }, { id: "b", name: "B" }];
  const rules = clinicians.flatMap(({ id }) =>
    [[8, 12], [13, 17]].map(([from = 0, until = 0]) => ({
      clinicianId: id,
      weekday: 3,
      fromTime: time({ hour: from }),
      untilTime: time({ hour: until }),
    }))
  );
  return {
    zone,
    leadMinutes: 1,
    bufferMinutes: 0,
    clinicians,
    rules,
    exceptions: [],
    taken: new Map(),
    patientTaken: [],
    placeTaken: [],
    ...more,
  };
}

function wish(from: string, until: string, minutes = 20): Wish {
  return {
    minutes,
    windows: [{ from: at(from), until: at(until) }],
    notBefore: at("00:00"),
  };
}

function said(slots: readonly (Slot | undefined)[]): string[] {
  return slots.map((slot) =>
    slot
      ? slot.clinicianId + " " +
        slot.startsAt.toZonedDateTimeISO(zone).toPlainTime().toString({
          smallestUnit: "minute",
        })
      : "none"
  );
}

Deno.test("a slot lies wholly inside the window and the opening hours", () => {
  const find = (from: string, until: string) =>
    said([bestSlot(diary(), wish(from, until))])[0];
  assert.equal(find("07:00", "09:00"), "a 08:00");
  assert.equal(find("11:45", "13:30"), "a 13:00");
  assert.equal(find("11:45", "12:20"), "none");
  assert.equal(find("09:03", "09:23"), "a 09:03");
  assert.equal(find("09:03", "09:30"), "a 09:05");
  assert.equal(find("09:03", "09:22"), "none");
});

Deno.test("what is taken pushes the slot on, the buffer included", () => {
  const taken = new Map([["a", [stretch("09:00", "09:20")]], [
    "b",
    [stretch("08:00", "12:00")],
  ]]);
  assert.deepEqual(
    said([bestSlot(diary({ taken }), wish("08:50", "10:00"))]),
    ["a 09:20"],
  );
  assert.deepEqual(
    said([
      bestSlot(
        diary({ taken, bufferMinutes: 5 }),
        wish("08:35", "10:00", 20),
      ),
    ]),
    ["a 08:35"],
  );
  assert.deepEqual(
    said([
      bestSlot(
        diary({ taken, bufferMinutes: 10 }),
        wish("08:35", "10:00", 20),
      ),
    ]),
    ["a 09:20"],
  );
});

Deno.test("the patient's and the place's time count as well", () => {
  const busy = [stretch("09:00", "10:00")];
  for (const more of [{ patientTaken: busy }, { placeTaken: busy }]) {
    assert.deepEqual(
      said([bestSlot(diary(more), wish("09:00", "11:00"))]),
      ["a 10:00"],
    );
  }
});

Deno.test("the first window is liked best, even where a later one is earlier", () => {
  const { windows: [first], ...rest } = wish("15:00", "16:00");
  const { windows: [second] } = wish("08:00", "09:00");
  const windows = [first, second].filter((one) => one !== undefined);
  assert.deepEqual(said([bestSlot(diary(), { ...rest, windows })]), [
    "a 15:00",
  ]);
});

Deno.test("nothing is offered that is already over", () => {
  const late = { ...wish("08:00", "17:00"), notBefore: at("16:31") };
  assert.deepEqual(said(freeSlots(diary(), late)), ["a 16:35", "b 16:35"]);
});

Deno.test("alternatives are three, near the wish, and do not overlap", () => {
  const taken = new Map([["a", [stretch("09:00", "09:20")]], [
    "b",
    [stretch("08:00", "17:00")],
  ]]);
  const wished = [{ from: at("09:00"), until: at("09:20") }];
  const around = wish("08:00", "17:00");
  assert.deepEqual(
    said(alternatives(diary({ taken }), around, wished, "a")).toSorted(),
    ["a 08:20", "a 08:40", "a 09:20"],
  );
});

Deno.test("another clinician at the wished time comes after the same one nearby", () => {
  const taken = new Map([["a", [stretch("09:00", "09:20")]]]);
  const wished = [{ from: at("09:00"), until: at("09:20") }];
  const [first] = alternatives(
    diary({ taken }),
    wish("08:00", "17:00"),
    wished,
    "a",
  );
  assert.equal(first?.clinicianId, "a");
  const [nearest] = alternatives(
    diary({ taken }),
    wish("08:00", "17:00"),
    wished,
    undefined,
  );
  assert.deepEqual(said([nearest]), ["b 09:00"]);
});
