import { Choice } from "../ui/form.tsx";
import type { SayAtDesk } from "../ui/messages/desk.ts";
import { type ChosenSlot, slotText } from "./booking_form.ts";
import type { Desk } from "./desk_pages.tsx";

/** A free time with the name of who would be there. */
export interface OfferedSlot extends ChosenSlot {
  readonly clinicianName: string;
}

/** One day's free times; of several clinicians at one time, the one with less to do. */
export interface DayOfSlots {
  readonly day: Temporal.PlainDate;
  readonly slots: readonly OfferedSlot[];
}

interface SlotDaysProps {
  readonly desk: Desk;
  readonly days: readonly DayOfSlots[];
  readonly later: Temporal.PlainDate;
  /** Where choosing a time is posted to. */
  readonly action?: string;
}

/** Free times as buttons, earliest first; pressing one takes it. */
export function SlotDays(
  { desk, days, later, action = "/appointments" }: SlotDaysProps,
) {
  const { say, times } = desk;
  const names = new Set(
    days.flatMap(({ slots }) => slots.map((slot) => slot.clinicianName)),
  );
  return (
    <>
      <h2 id="free">
        {say("free_times")} <small>{[...names].join(", ")}</small>
      </h2>
      {days.length === 0 && <p class="empty">{say("nothing_free_here")}</p>}
      {days.map(({ day, slots }) => (
        <section class="slot-day" aria-labelledby={`free-${day}`}>
          <h3 id={`free-${day}`}>{times.shortDay(day)}</h3>
          <div>
            {slots.map((slot) => (
              <button
                type="submit"
                class="quiet slot"
                formaction={action}
                name="slot"
                value={slotText(slot)}
                title={slot.clinicianName}
                aria-label={`${
                  times.dayAndClock(slot.startsAt)
                }, ${slot.clinicianName}`}
              >
                {times.clock(slot.startsAt)}
              </button>
            ))}
          </div>
        </section>
      ))}
      <button
        type="submit"
        class="quiet"
        name="later"
        value={`${later}`}
        formnovalidate
      >
        {say("later_days")}
      </button>
    </>
  );
}

/** Where it shall be; nothing to choose in a clinic without places. */
export function PlaceChoice({ say, places, value }: {
  readonly say: SayAtDesk;
  readonly places: readonly { readonly id: string; readonly label: string }[];
  readonly value: string;
}) {
  if (places.length === 0) return null;
  return (
    <Choice
      label={say("place")}
      name="place"
      value={value}
      options={[
        ["", say("no_place")],
        ...places.map(({ id, label }) => [id, label] as const),
      ]}
    />
  );
}
