import { Choice, Field } from "../ui/form.tsx";
import { Notice } from "../ui/notice.tsx";
import { type ChosenSlot, slotText } from "./booking_form.ts";
import type { DayRow } from "./day.ts";
import { type Desk, DeskPage } from "./desk_pages.tsx";
import { type Landing, landingWords } from "./landing.ts";
import {
  type DayOfSlots,
  type OfferedSlot,
  PlaceChoice,
  SlotDays,
} from "./slot_pages.tsx";

export interface MovePageProps {
  readonly desk: Desk;
  readonly row: DayRow;
  readonly clinicians: readonly {
    readonly id: string;
    readonly name: string;
  }[];
  /** Those in use. */
  readonly places: readonly { readonly id: string; readonly label: string }[];
  /** As asked for: whose times, from which day, or one exact time. */
  readonly asked: {
    readonly clinician: string;
    /** Empty: none. */
    readonly place: string;
    readonly from: string;
    readonly day: string;
    readonly time: string;
  };
  readonly days: readonly DayOfSlots[];
  readonly later: Temporal.PlainDate;
  /** Where the exact time would land, and whether it may. */
  readonly landing?:
    | { readonly at: ChosenSlot; readonly is: Landing }
    | undefined;
  /** A time that comes twice: the two. */
  readonly twice?: readonly [Temporal.Instant, Temporal.Instant] | undefined;
  readonly refused?:
    | { readonly said: string; readonly others: readonly OfferedSlot[] }
    | undefined;
}

/** Moves an appointment: to a free time, or to an exact one after a look. */
export function MovePage(props: MovePageProps) {
  const { desk, row, refused } = props;
  const { say, times } = desk;
  const action = `/appointments/${row.id}/move`;
  const title = say("move_title", { name: row.patientName });
  return (
    <DeskPage desk={desk} title={title} styles={["booking"]} back={action}>
      <h1>{title}</h1>
      <p>
        {say("now_at", {
          when: times.dayAndClock(row.startsAt),
          who: row.clinicianName,
        })} <a href={`/appointments/${row.id}`}>{say("leave_it")}</a>
      </p>
      {refused && (
        <Notice kind="wrong">
          <p>{refused.said} {say("nothing_moved")}</p>
          <Choices {...props} slots={refused.others} />
        </Notice>
      )}
      <div class="booking">
        <div class="booking-who">
          <AskForm {...props} />
          <LandingPart {...props} />
        </div>
        <form method="post" action={action} class="booking-when">
          <input type="hidden" name="version" value={row.version} />
          <input type="hidden" name="place" value={props.asked.place} />
          <SlotDays {...props} action={action} />
        </form>
      </div>
    </DeskPage>
  );
}

function AskForm(props: MovePageProps) {
  const { desk: { say }, row, clinicians, asked } = props;
  return (
    <form method="get" action={`/appointments/${row.id}/move`}>
      <fieldset class="fields">
        <Choice
          label={say("clinician")}
          name="clinician"
          value={asked.clinician}
          options={clinicians.map(({ id, name }) => [id, name] as const)}
        />
        <PlaceChoice
          say={say}
          places={placesWith(props.places, row)}
          value={asked.place}
        />
        <Field
          label={say("from_day")}
          name="from"
          type="date"
          value={asked.from}
        />
      </fieldset>
      <fieldset class="fields">
        <legend>{say("exact_time")}</legend>
        <Field label={say("day")} name="day" type="date" value={asked.day} />
        <Field label={say("time")} name="time" type="time" value={asked.time} />
      </fieldset>
      <button type="submit" class="quiet">{say("look")}</button>
    </form>
  );
}

/** Where it is now stays a choice, even where nobody may choose it anew. */
function placesWith(
  places: MovePageProps["places"],
  { placeId: id, placeLabel: label }: MovePageProps["row"],
): MovePageProps["places"] {
  if (!id || !label || places.some((one) => one.id === id)) return places;
  return [...places, { id, label }];
}

function LandingPart(props: MovePageProps) {
  const { desk, landing, twice, asked } = props;
  const { say, times } = desk;
  if (twice) {
    const slots = twice.map((startsAt) => ({
      startsAt,
      clinicianId: asked.clinician,
      clinicianName: "",
    }));
    return (
      <Notice kind="heed">
        <p>{say("refused_ambiguous_time")}</p>
        <Choices
          {...props}
          slots={slots}
          labels={[say("the_earlier"), say("the_later")]}
        />
      </Notice>
    );
  }
  if (!landing) return null;
  return (
    <Notice kind={landing.is.may ? "said" : "wrong"}>
      <p>
        <strong>{times.dayAndClock(landing.at.startsAt)}</strong>:{" "}
        {landingWords(landing.is, desk)}
      </p>
      {landing.is.may && (
        <Choices
          {...props}
          slots={[{ ...landing.at, clinicianName: "" }]}
          labels={[say("move_there")]}
        />
      )}
    </Notice>
  );
}

function Choices(
  props: MovePageProps & {
    readonly slots: readonly OfferedSlot[];
    readonly labels?: readonly string[];
  },
) {
  const { desk: { times }, row, asked, slots, labels = [] } = props;
  return (
    <form method="post" action={`/appointments/${row.id}/move`} class="acts">
      <input type="hidden" name="version" value={row.version} />
      <input type="hidden" name="place" value={asked.place} />
      {slots.map((slot, i) => (
        <button
          type="submit"
          class={slots.length > 1 ? "quiet" : ""}
          name="slot"
          value={slotText(slot)}
        >
          {labels[i] ??
            `${times.dayAndClock(slot.startsAt)}, ${slot.clinicianName}`}
        </button>
      ))}
    </form>
  );
}
