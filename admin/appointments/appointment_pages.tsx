import { Act } from "../ui/form.tsx";
import type { Language } from "../ui/words.ts";
import { mayBecome } from "./appointment.ts";
import { type DayRow, groupOf, isOpen, stateOf } from "./day.ts";
import { Sheets, Tell } from "./print_pages.tsx";
import {
  type Desk,
  DeskPage,
  languageWord,
  minutesLong,
  relative,
  Status,
  type Undoable,
} from "./desk_pages.tsx";
import type { Draft } from "./draft.ts";
import type { HistoryLine } from "./history.ts";

export interface AppointmentPageProps {
  readonly desk: Desk;
  readonly row: DayRow;
  readonly day: Temporal.PlainDate;
  readonly shownAt: Temporal.Instant;
  /** The lead puts the patient's time on the day before. */
  readonly isOtherDay: boolean;
  readonly followUpOf?: string | undefined;
  /** Languages that the clinic's sheets can be had in. */
  readonly languages: readonly Language[];
  readonly link?: string | undefined;
  readonly draft?: Draft | undefined;
  readonly reach: { readonly email: boolean; readonly phone: boolean };
  readonly clinicians: readonly {
    readonly id: string;
    readonly name: string;
  }[];
  readonly history: readonly HistoryLine[];
  readonly undo?: Undoable | undefined;
  readonly said?: string | undefined;
  /** Just booked: the sheets come first. */
  readonly isNew: boolean;
}

/** One appointment: what it is, what can be done, what happened to it. */
export function AppointmentPage(props: AppointmentPageProps) {
  const { desk, row } = props;
  const { say, times } = desk;
  return (
    <DeskPage
      desk={desk}
      title={`${row.patientName}, ${times.dayAndClock(row.startsAt)}`}
      styles={["booking"]}
      undo={props.undo}
      said={props.said}
      back={`/appointments/${row.id}`}
    >
      <h1>{say("appointment_of", { name: row.patientName })}</h1>
      <div class="appointment">
        <div>
          <Facts {...props} />
          <Acts {...props} />
          {desk.may.print && isOpen(row) && <Sheets {...props} />}
          {props.draft && isOpen(row) && <Tell {...props} />}
        </div>
        <History {...props} />
      </div>
    </DeskPage>
  );
}

function Facts(props: AppointmentPageProps) {
  const { desk, row, day, shownAt } = props;
  const { say, times, now } = desk;
  return (
    <dl class="facts">
      <dt>{say("starts")}</dt>
      <dd>
        <strong>
          <a href={`/day/${day}`}>{times.longDay(day)}</a>,{" "}
          <time datetime={`${row.startsAt}`}>{times.clock(row.startsAt)}</time>
        </strong>{" "}
        <small>{relative(desk, row.startsAt)}</small>
      </dd>
      <dt>{say("state")}</dt>
      <dd>
        <Status state={stateOf(row, now)} say={say} />
      </dd>
      <dt>{say("patient_time")}</dt>
      <dd>
        {say("lead", {
          time: times.clock(shownAt),
          count: row.leadMinutes,
        })} {props.isOtherDay && <strong>{say("other_day")}</strong>}
      </dd>
      <dt>{say("length_label")}</dt>
      <dd>{say("minutes", { count: minutesLong(row) })}</dd>
      <dt>{say("clinician")}</dt>
      <dd>{row.clinicianName}</dd>
      {row.placeLabel && (
        <>
          <dt>{say("place")}</dt>
          <dd>{row.placeLabel}</dd>
        </>
      )}
      <dt>{say("patient_page")}</dt>
      <dd>
        <a href={`/patients/${row.patientId}`}>{row.patientName}</a>{" "}
        <small>
          {row.patientReference} · {languageWord(say, row.patientLanguage)}
        </small>
      </dd>
      {props.followUpOf && (
        <>
          <dt>{say("follow_up_of")}</dt>
          <dd>
            <a href={`/appointments/${props.followUpOf}`}>{say("open")}</a>
          </dd>
        </>
      )}
    </dl>
  );
}

function Acts(props: AppointmentPageProps) {
  const { desk: { say, may, now }, row } = props;
  const at = `/appointments/${row.id}`;
  const hidden = { version: row.version };
  const group = groupOf(row, now);
  const isMine = may.startAs === row.clinicianId;
  return (
    <div class="acts">
      {isMine && isOpen(row) && group !== "done" && (
        <form method="post" action={`${at}/visit`}>
          <button type="submit" data-key="s">{say("start")}</button>
        </form>
      )}
      {isMine && row.visitId && (
        <a href={`/visits/${row.visitId}`} class="button">{say("join")}</a>
      )}
      {may.write && isOpen(row) && (
        <>
          <a href={`${at}/move`} class="button quiet" data-key="m">
            {say("move")}
          </a>
          <Act
            action={`${at}/cancellation`}
            label={say("cancel")}
            hidden={hidden}
          />
        </>
      )}
      {may.write && mayBecome(row.status, "booked") &&
        row.status === "cancelled" && (
        <Act
          action={`${at}/restoration`}
          label={say("restore")}
          hidden={hidden}
        />
      )}
      {may.write && (
        <a
          href={`/appointments/new?follow=${row.id}`}
          class="button quiet"
        >
          {say("book_follow_up")}
        </a>
      )}
      {may.write && isOpen(row) && props.clinicians.length > 1 && (
        <ChangeClinician {...props} />
      )}
    </div>
  );
}

function ChangeClinician(
  { desk: { say }, row, clinicians }: AppointmentPageProps,
) {
  return (
    <form
      method="post"
      action={`/appointments/${row.id}/clinician`}
      class="inline"
    >
      <input type="hidden" name="version" value={row.version} />
      <select name="clinician" aria-label={say("change_clinician")}>
        {clinicians.map(({ id, name }) => (
          <option value={id} selected={id === row.clinicianId}>{name}</option>
        ))}
      </select>
      <button type="submit" class="quiet">{say("change_clinician")}</button>
    </form>
  );
}

function History({ desk: { say, times }, history }: AppointmentPageProps) {
  return (
    <section class="history" aria-labelledby="history">
      <h2 id="history">{say("history")}</h2>
      <ol>
        {history.map(({ at, who, what }) => (
          <li>
            <time datetime={`${at}`}>{times.dayAndClock(at)}</time>{" "}
            <strong>{who}</strong> {what}
          </li>
        ))}
      </ol>
    </section>
  );
}
