import assert from "node:assert/strict";
import {
  bookingFormFrom,
  complaintsOf,
  slotFrom,
  slotText,
  wallFrom,
} from "./booking_form.ts";

const today = Temporal.PlainDate.from("2026-11-25");
const id = "0192f3a0-0000-7000-8000-0000000000d1";

Deno.test("what makes no sense in the form becomes the default", () => {
  const form = bookingFormFrom({
    patient: "1; drop table",
    minutes: "-5",
    from: "2026-02-30",
    language: "xx",
  }, "de");
  assert.deepEqual(
    [form.patient, form.minutes, form.from, form.language],
    ["", 20, "", "de"],
  );
});

Deno.test("a new patient needs a name, and contacts that can be ones", () => {
  const typed = {
    name: "",
    email: "a@b",
    phone: "call me",
    birthDate: "2030-01-01",
  };
  assert.deepEqual(complaintsOf(bookingFormFrom(typed, "de"), today), {
    name: "name_missing",
    email: "email_wrong",
    phone: "phone_wrong",
    birthDate: "birth_date_wrong",
  });
  const well = {
    name: "Piet Jansen",
    phone: "030 123456",
    birthDate: "1960-02-29",
  };
  assert.deepEqual(complaintsOf(bookingFormFrom(well, "de"), today), {});
});

Deno.test("a slot comes back from its button as it went out", () => {
  const slot = {
    startsAt: Temporal.Instant.from("2026-11-26T09:00:00Z"),
    clinicianId: id,
  };
  assert.deepEqual(
    `${slotFrom(slotText(slot))?.startsAt}`,
    "2026-11-26T09:00:00Z",
  );
  assert.equal(slotFrom(`yesterday ${id}`), undefined);
  assert.equal(slotFrom("2026-11-26T09:00:00Z nobody"), undefined);
});

Deno.test("an exact time needs its day and its hour", () => {
  assert.equal(
    `${wallFrom({ day: "2026-11-26", time: "09:05" })}`,
    "2026-11-26T09:05:00",
  );
  assert.equal(wallFrom({ day: "2026-11-26", time: "" }), undefined);
});
