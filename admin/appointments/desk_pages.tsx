import type { Child } from "hono/jsx";
import type { Refusal } from "../base/refusal.ts";
import { Notice, UndoBar } from "../ui/notice.tsx";
import type { SayAtDesk } from "../ui/messages/desk.ts";
import { type Frame, Page } from "../ui/page.tsx";
import { minutesUntil, type Times } from "../ui/time.ts";
import type { Status as State } from "./appointment.ts";
import type { DayRow, Help } from "./day.ts";

/** What every page of the desk is made with, besides its own data. */
export interface Desk {
  readonly frame: Frame;
  readonly say: SayAtDesk;
  readonly times: Times;
  readonly zone: string;
  readonly now: Temporal.Instant;
  readonly today: Temporal.PlainDate;
  readonly may: {
    readonly write: boolean;
    readonly print: boolean;
    /** The clinician whose visits the reader may start: themselves. */
    readonly startAs?: string | undefined;
  };
}

/** The last act, while it can be taken back. */
export interface Undoable {
  readonly id: string;
  readonly appointmentId: string;
  readonly did: string;
  readonly patientName: string;
  readonly startsAt: Temporal.Instant;
  readonly until: Temporal.Instant;
}

/** Refusals that the desk says in its own words, by their problem. */
const refusals = [
  "clinician_taken",
  "patient_taken",
  "place_taken",
  "nothing_free",
  "closed",
  "in_the_past",
  "changed_meanwhile",
  "nothing_to_undo",
  "undo_overtaken",
  "version_missing",
  "forbidden",
  "unknown_party",
  "others_time",
  "wrong_status",
  "no_such_time",
  "ambiguous_time",
  "reason_missing",
  "impossible_length",
  "time_missing",
  "no_clinician",
  "other_reference",
] as const;

/** Why it was refused, in the reader's language where we have the words. */
export function refusedWords(say: SayAtDesk, refusal: Refusal): string {
  const problem = refusal.options.problem ?? refusal.kind;
  const known = refusals.find((one) => one === problem);
  return known ? say(`refused_${known}`) : refusal.message;
}

interface DeskPageProps {
  readonly desk: Desk;
  readonly title: string;
  readonly scripts?: readonly string[];
  readonly styles?: readonly string[];
  readonly undo?: Undoable | undefined;
  /** Where an undo comes back to: a path of ours. */
  readonly back: string;
  /** What happened, where there is nothing to take back. */
  readonly said?: string | undefined;
  readonly children?: Child;
}

/** A page of the desk: what was just done on top, with the way back. */
export function DeskPage(props: DeskPageProps) {
  const { desk, undo, said, back } = props;
  return (
    <Page
      {...desk.frame}
      title={props.title}
      styles={["desk", ...props.styles ?? []]}
      scripts={props.scripts ?? []}
    >
      {undo && <Undo desk={desk} undo={undo} back={back} />}
      {said && <Notice>{said}</Notice>}
      {props.children}
    </Page>
  );
}

const doneWords = {
  "appointment.cancelled": "done_cancelled",
  "appointment.moved": "done_moved",
  "appointment.restored": "done_restored",
  "appointment.clinician_changed": "done_clinician",
  "appointment.booked": "done_booked",
  "appointment.told": "done_told",
} as const;

function Undo({ desk, undo, back }: {
  readonly desk: Desk;
  readonly undo: Undoable;
  readonly back: string;
}) {
  const { say, times } = desk;
  const key = doneWords[undo.did as keyof typeof doneWords] ?? "done_other";
  const said = say(key, {
    who: undo.patientName,
    when: times.dayAndClock(undo.startsAt),
  });
  return (
    <UndoBar
      said={said}
      action={`/appointments/${undo.appointmentId}/undo`}
      hidden={{ act: undo.id, back }}
      label={say("undo")}
      until={say("undo_until", { time: times.clock(undo.until) })}
    />
  );
}

/** Shapes differ as the words do, so that colour is never needed. */
const marks: Record<State | "not_held", [shape: string, look: string]> = {
  booked: ["○", "booked"],
  arrived: ["●", "waiting"],
  in_progress: ["▶", "running"],
  fulfilled: ["✓", "done"],
  noshow: ["–", "noshow"],
  cancelled: ["✕", "cancelled"],
  not_held: ["–", "noshow"],
};

/** A state by word, shape and colour. */
export function Status({ state, say }: {
  readonly state: State | "not_held";
  readonly say: SayAtDesk;
}) {
  const [shape, look] = marks[state];
  return (
    <span class={`status ${look}`}>
      <span aria-hidden="true">{shape}</span> {say(`state_${state}`)}
    </span>
  );
}

export function HelpSign({ help, say }: {
  readonly help: Help;
  readonly say: SayAtDesk;
}) {
  return (
    <strong class="status help">
      <span aria-hidden="true">⚠</span> {say(`help_${help}`)}
    </strong>
  );
}

/** "in 4 min", "12 min ago"; nothing beyond half a day. */
export function relative(desk: Desk, at: Temporal.Instant): string {
  const count = minutesUntil(desk.now, at);
  if (Math.abs(count) > 12 * 60) return "";
  if (count === 0) return desk.say("now");
  if (count < 0) return desk.say("ago", { count: -count });
  if (count < 60) return desk.say("in", { count });
  return desk.say("in_hours", {
    hours: Math.floor(count / 60),
    minutes: count % 60,
  });
}

export function minutesLong(row: Pick<DayRow, "startsAt" | "endsAt">): number {
  return minutesUntil(row.startsAt, row.endsAt);
}

/** Since when, in whole minutes, never below zero. */
export function minutesSince(desk: Desk, at: Temporal.Instant): number {
  return Math.max(0, -minutesUntil(desk.now, at));
}

/** The staff's name for a patient's language. */
export function languageWord(say: SayAtDesk, language: string): string {
  const key = `languages_${language}`;
  return isLanguageKey(key) ? say(key) : language;
}

const languageKeys = [
  "languages_en",
  "languages_de",
  "languages_ar",
  "languages_uk",
  "languages_de-simple",
] as const;

function isLanguageKey(key: string): key is typeof languageKeys[number] {
  return (languageKeys as readonly string[]).includes(key);
}
