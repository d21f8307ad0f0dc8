import { Act, Field } from "../ui/form.tsx";
import { sayToStaff } from "../ui/messages/people.ts";
import { Notice } from "../ui/notice.tsx";
import { type Frame, Page } from "../ui/page.tsx";
import { timesOf } from "../ui/time.ts";
import type { StaffLanguage } from "../ui/words.ts";
import {
  type HoursException,
  minuteOf,
  type OpenSpan,
  short,
  spansText,
  type Week,
  weekdays,
} from "./hours.ts";
import { OutsideNotice, type OutsideProps } from "./outside_pages.tsx";

interface ListProps {
  readonly frame: Frame;
  readonly language: StaffLanguage;
  readonly clinicians: readonly {
    readonly id: string;
    readonly name: string;
    readonly week: Week;
  }[];
}

/** All clinicians with their weeks at a glance. */
export function CliniciansPage({ frame, language, clinicians }: ListProps) {
  const say = sayToStaff(language);
  return (
    <Page {...frame} title={say("nav_clinicians")}>
      <h1>{say("nav_clinicians")}</h1>
      {clinicians.length === 0 && <p>{say("no_clinicians")}</p>}
      {clinicians.map(({ id, name, week }) => (
        <section class="card">
          <h2>
            <a href={`/clinicians/${id}`}>{name}</a>
          </h2>
          <WeekFacts language={language} week={week} />
        </section>
      ))}
    </Page>
  );
}

function WeekFacts({ language, week }: {
  readonly language: StaffLanguage;
  readonly week: Week;
}) {
  const say = sayToStaff(language);
  const open = weekdays.filter((weekday) => week[weekday].length > 0);
  if (open.length === 0) return <p>{say("never_open")}</p>;
  return (
    <dl class="facts">
      {open.map((weekday) => (
        <>
          <dt>{say(`weekday_${weekday}`)}</dt>
          <dd>
            <DayBar spans={week[weekday]} /> {spansText(week[weekday])}
          </dd>
        </>
      ))}
    </dl>
  );
}

/** A day from 6 to 22 as a bar; the words beside it say the same. */
function DayBar({ spans }: { readonly spans: readonly OpenSpan[] }) {
  const [first, last] = [6 * 60, 22 * 60];
  const at = (time: Temporal.PlainTime) =>
    Math.min(Math.max(minuteOf(time), first), last) - first;
  return (
    <svg
      viewBox={`0 0 ${last - first} 40`}
      width="160"
      height="10"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <rect
        width={last - first}
        height="40"
        fill="currentColor"
        opacity="0.12"
      />
      {spans.map(({ from, until }) => (
        <rect
          x={at(from)}
          width={at(until) - at(from)}
          height="40"
          fill="currentColor"
          opacity="0.6"
        />
      ))}
    </svg>
  );
}

interface ClinicianProps {
  readonly frame: Frame;
  readonly language: StaffLanguage;
  readonly zone: string;
  readonly clinician: { readonly id: string; readonly name: string };
  readonly week: Week;
  readonly exceptions: readonly HoursException[];
  readonly today: Temporal.PlainDate;
  readonly outside: OutsideProps;
  readonly mayWrite: boolean;
  readonly typed: Readonly<Record<string, string>>;
  readonly wrong: ReadonlySet<string>;
  readonly said?: string | undefined;
}

/** One clinician's week and the days that differ from it. */
export function ClinicianPage(props: ClinicianProps) {
  const { frame, language, clinician, zone, said, mayWrite, week } = props;
  const say = sayToStaff(language);
  const path = `/clinicians/${clinician.id}`;
  return (
    <Page {...frame} title={`${clinician.name} · ${say("nav_clinicians")}`}>
      <h1>{clinician.name}</h1>
      {said && <Notice>{said}</Notice>}
      <OutsideNotice {...props.outside} />
      <h2>{say("week")}</h2>
      <p class="hint">{say("in_zone", { zone })}</p>
      <WeekFacts language={language} week={week} />
      {mayWrite && (
        <details open={[...props.wrong].some((name) => /^d\d$/.test(name))}>
          <summary>{say("change_week")}</summary>
          <WeekForm {...props} path={path} />
        </details>
      )}
      <h2>{say("exceptions")}</h2>
      <Exceptions {...props} path={path} />
      {mayWrite && <ExceptionForm {...props} path={path} withKind />}
    </Page>
  );
}

function WeekForm(props: ClinicianProps & { readonly path: string }) {
  const { path, language, week, typed, wrong } = props;
  const say = sayToStaff(language);
  return (
    <form method="post" action={`${path}/hours`} class="narrow">
      <p class="hint">{say("week_hint")}</p>
      {weekdays.map((weekday) => (
        <Field
          label={say(`weekday_${weekday}`)}
          name={`d${weekday}`}
          value={typed[`d${weekday}`] ?? spansText(week[weekday])}
          wrong={wrong.has(`d${weekday}`) ? say("wrong_hours") : undefined}
          autocomplete="off"
          maxlength={120}
        />
      ))}
      <button type="submit" class="main">{say("save")}</button>
    </form>
  );
}

interface ExceptionProps {
  readonly language: StaffLanguage;
  readonly zone: string;
  readonly path: string;
  readonly exceptions: readonly HoursException[];
  readonly mayWrite: boolean;
}

/** The days that differ, each with its reason and a way to take it out. */
export function Exceptions(props: ExceptionProps) {
  const { language, zone, path, exceptions, mayWrite } = props;
  const say = sayToStaff(language);
  const times = timesOf(language, zone);
  if (exceptions.length === 0) return <p>{say("no_exceptions")}</p>;
  return (
    <ul class="exceptions">
      {exceptions.map(({ id, day, kind, fromTime, untilTime, reason }) => (
        <li>
          {times.longDay(day)} · {fromTime && untilTime
            ? `${short(fromTime)}–${short(untilTime)}`
            : say("whole_day")} · {say(`exception_${kind}`)} · {reason}
          {mayWrite && (
            <Act
              action={`${path}/exceptions/${id}/removal`}
              label={say("remove")}
              look="link"
            />
          )}
        </li>
      ))}
    </ul>
  );
}

interface ExceptionFormProps {
  readonly language: StaffLanguage;
  readonly path: string;
  readonly today: Temporal.PlainDate;
  readonly typed: Readonly<Record<string, string>>;
  readonly wrong: ReadonlySet<string>;
  /** Whether it may also be an extra open time. */
  readonly withKind?: boolean;
}

export function ExceptionForm(props: ExceptionFormProps) {
  const { language, path, today, typed, wrong, withKind } = props;
  const say = sayToStaff(language);
  return (
    <form method="post" action={`${path}/exceptions`} class="narrow">
      <h2>{say("new_exception")}</h2>
      <Field
        label={say("first_day")}
        name="day"
        type="date"
        min={today.toString()}
        value={typed.day}
        wrong={wrong.has("day") ? say("wrong_day") : undefined}
        required
      />
      <Field
        label={say("last_day")}
        name="last"
        type="date"
        min={today.toString()}
        value={typed.last}
        hint={say("last_day_hint")}
        wrong={wrong.has("last") ? say("wrong_last") : undefined}
      />
      {withKind && (
        <label>
          {say("exception_kind")}
          <select name="kind">
            <option value="closed">{say("exception_closed")}</option>
            <option value="open" selected={typed.kind === "open"}>
              {say("exception_open")}
            </option>
          </select>
        </label>
      )}
      <Field
        label={say("hours")}
        name="hours"
        value={typed.hours}
        hint={say("exception_hours_hint")}
        wrong={wrong.has("hours") ? say("wrong_exception_hours") : undefined}
        autocomplete="off"
        maxlength={40}
      />
      <Field
        label={say("reason")}
        name="reason"
        value={typed.reason}
        hint={say("reason_hint")}
        wrong={wrong.has("reason") ? say("wrong_reason") : undefined}
        required
        maxlength={120}
      />
      <button type="submit">{say("add")}</button>
    </form>
  );
}
