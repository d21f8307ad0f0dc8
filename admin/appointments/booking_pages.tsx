import type { Child } from "hono/jsx";
import { Choice, Field } from "../ui/form.tsx";
import { Notice } from "../ui/notice.tsx";
import type { Language } from "../ui/words.ts";
import { PatientPart } from "./booking_patient_pages.tsx";
import {
  type BookingForm,
  type Complaints,
  lengths,
  slotText,
} from "./booking_form.ts";
import { type Desk, DeskPage } from "./desk_pages.tsx";
import {
  type DayOfSlots,
  type OfferedSlot,
  PlaceChoice,
  SlotDays,
} from "./slot_pages.tsx";

/** A patient that the typed name may mean. */
export interface Match {
  readonly id: string;
  readonly name: string;
  readonly reference: string;
  readonly birthDate?: string | undefined;
}

export interface BookingPageProps {
  readonly desk: Desk;
  readonly form: BookingForm;
  readonly matches: readonly Match[];
  readonly clinicians: readonly {
    readonly id: string;
    readonly name: string;
  }[];
  /** Those in use. */
  readonly places: readonly { readonly id: string; readonly label: string }[];
  readonly days: readonly DayOfSlots[];
  /** The day after the last one shown. */
  readonly later: Temporal.PlainDate;
  readonly mayAddPatients: boolean;
  readonly patientLanguages: readonly Language[];
  readonly wrong?: Complaints;
  /** Why the chosen time could not be had, and what is near. */
  readonly refused?: {
    readonly said: string;
    readonly others: readonly OfferedSlot[];
  };
  /** A time that comes twice: which of the two. */
  readonly which?: boolean;
}

/** Everything a booking needs on one page; choosing a time books. */
export function BookingPage(props: BookingPageProps) {
  const { desk, form, refused } = props;
  const { say } = desk;
  return (
    <DeskPage
      desk={desk}
      title={say("new_booking")}
      scripts={["booking"]}
      styles={["booking"]}
      back="/appointments/new"
    >
      <h1>{say(form.followUpOf ? "follow_up" : "new_booking")}</h1>
      <form method="post" action="/appointments/new" class="booking">
        {form.followUpOf && (
          <input type="hidden" name="followUpOf" value={form.followUpOf} />
        )}
        {refused && <Refused desk={desk} {...refused} />}
        <div class="booking-who">
          <PatientPart {...props} />
          <VisitPart {...props} />
          <button type="submit" class="quiet show-times" formnovalidate>
            {say("show_times")}
          </button>
          <ExactTime {...props} />
          <NowPart {...props} />
        </div>
        <section class="booking-when" aria-labelledby="free" data-slots>
          <SlotDays {...props} />
        </section>
      </form>
    </DeskPage>
  );
}

function Refused({ desk, said, others }: {
  readonly desk: Desk;
  readonly said: string;
  readonly others: readonly OfferedSlot[];
}) {
  const { say, times } = desk;
  return (
    <Notice kind="wrong">
      <p>
        <strong>{said}</strong> {say("nothing_booked")}
      </p>
      {others.length > 0 && (
        <>
          <p>{say("instead")}</p>
          <div class="acts">
            {others.map((slot) => (
              <button
                type="submit"
                class="quiet"
                formaction="/appointments"
                name="slot"
                value={slotText(slot)}
              >
                {times.dayAndClock(slot.startsAt)}, {slot.clinicianName}
              </button>
            ))}
          </div>
        </>
      )}
    </Notice>
  );
}

function VisitPart(props: BookingPageProps) {
  const { desk: { say }, form, clinicians, places } = props;
  const known = lengths as readonly number[];
  const offered = known.includes(form.minutes)
    ? known
    : [...known, form.minutes].toSorted((a, b) => a - b);
  return (
    <fieldset class="fields">
      <legend>{say("visit")}</legend>
      <Choice
        label={say("clinician")}
        name="clinician"
        value={form.clinician}
        options={[
          ...(clinicians.length > 1 ? [["", say("anyone")] as const] : []),
          ...clinicians.map(({ id, name }) => [id, name] as const),
        ]}
      />
      <Choice
        label={say("length")}
        name="minutes"
        value={`${form.minutes}`}
        options={offered.map((count) =>
          [`${count}`, say("minutes", { count })] as const
        )}
      />
      <PlaceChoice say={say} places={places} value={form.place} />
      <Field
        label={say("from_day")}
        name="from"
        type="date"
        value={form.from}
      />
    </fieldset>
  );
}

function Aside({ open, summary, children }: {
  readonly open: boolean;
  readonly summary: string;
  readonly children?: Child;
}) {
  return (
    <details open={open}>
      <summary>{summary}</summary>
      {children}
    </details>
  );
}

function ExactTime({ desk: { say }, form, which }: BookingPageProps) {
  return (
    <Aside open={form.time !== ""} summary={say("exact_time")}>
      <div class="fields">
        <Field label={say("day")} name="day" type="date" value={form.day} />
        <Field label={say("time")} name="time" type="time" value={form.time} />
      </div>
      {which && (
        <Choice
          label={say("which_one")}
          name="which"
          options={[
            ["earlier", say("the_earlier")],
            ["later", say("the_later")],
          ]}
        />
      )}
      <button
        type="submit"
        class="quiet"
        formaction="/appointments"
        name="slot"
        value="exact"
      >
        {say("book_exact")}
      </button>
    </Aside>
  );
}

function NowPart({ desk: { say }, form }: BookingPageProps) {
  return (
    <Aside open={form.reason !== ""} summary={say("ad_hoc")}>
      <Field
        label={say("reason")}
        name="reason"
        value={form.reason}
        hint={say("reason_hint")}
      />
      <button
        type="submit"
        class="quiet"
        formaction="/appointments"
        name="slot"
        value="now"
      >
        {say("book_now")}
      </button>
    </Aside>
  );
}
