import type { Child } from "hono/jsx";
import {
  cliniciansIn,
  type DayFilter,
  type DayRow,
  type Group,
  grouped,
  groups,
  narrowed,
  pathOf,
  withOpened,
} from "./day.ts";
import { DayLine } from "./day_line_pages.tsx";
import { DayPanel, type Opened } from "./day_panel_pages.tsx";
import { type Desk, DeskPage, type Undoable } from "./desk_pages.tsx";

/** What a day looks like to a reader; it stays until rows or minutes change. */
export interface DayContent {
  readonly title: string;
  readonly head: Child;
  readonly list: Child;
}

export interface DayContentProps {
  readonly desk: Desk;
  readonly day: Temporal.PlainDate;
  /** All of the day; the filter narrows what is shown, not what is counted. */
  readonly rows: readonly DayRow[];
  readonly filter: DayFilter;
  readonly openedId?: string | undefined;
}

/** The day as a list of work: who waits, who is in, who comes, who is through. */
export function dayContent(props: DayContentProps): DayContent {
  const { desk: { say, times, now, today }, day } = props;
  const counted = grouped(props.rows, now);
  const waiting = counted.waiting.length;
  const name = day.equals(today) ? say("today") : times.shortDay(day);
  return {
    title: waiting > 0
      ? `${say("title_waiting", { count: waiting })} · ${name}`
      : name,
    head: <DayHead {...props} counted={counted} />,
    list: <DayList {...props} counted={counted} />,
  };
}

export interface DayPageProps {
  readonly desk: Desk;
  /** Where the page is without what is opened. */
  readonly path: string;
  readonly content: DayContent;
  readonly opened?: Opened | undefined;
  readonly undo?: Undoable | undefined;
  readonly said?: string | undefined;
}

export function DayPage(props: DayPageProps) {
  const { desk, path, content, opened } = props;
  return (
    <DeskPage
      desk={desk}
      title={content.title}
      scripts={["day"]}
      undo={props.undo}
      said={props.said}
      back={path}
    >
      {content.head}
      <div class={opened ? "day with-panel" : "day"}>
        {opened && <DayPanel desk={desk} opened={opened} close={path} />}
        {content.list}
      </div>
    </DeskPage>
  );
}

type Counted = DayContentProps & {
  readonly counted: Readonly<Record<Group, readonly DayRow[]>>;
};

function DayHead(props: Counted) {
  const { desk: { say, times, may }, day, counted } = props;
  return (
    <>
      <div class="day-head">
        <h1>{times.longDay(day)}</h1>
        <DayWays {...props} />
        <p class="counts" data-live="counts" aria-live="polite">
          {say("counts", {
            waiting: counted.waiting.length,
            running: counted.running.length,
            toCome: counted.to_come.length,
          })}
        </p>
      </div>
      <div class="day-tools no-print">
        <Filters {...props} />
        {may.print && (
          <nav aria-label={say("print_day")}>
            {say("print_day")}:{" "}
            <a href={`/day/${day}/list.pdf`}>{say("day_list")}</a>
            {props.rows.some(({ status }) => status !== "cancelled") && (
              <>
                {" · "}
                <a href={`/day/${day}/sheets.pdf`}>{say("day_sheets")}</a>
              </>
            )}
          </nav>
        )}
      </div>
    </>
  );
}

function DayWays({ desk: { say, today }, day }: DayContentProps) {
  return (
    <nav class="ways no-print" aria-label={say("go_to_day")}>
      <a
        href={`/day/${day.subtract({ days: 1 })}`}
        class="button quiet"
        aria-label={say("previous_day")}
      >
        ‹
      </a>
      <a
        href="/today"
        class="button quiet"
        aria-current={day.equals(today) ? "date" : undefined}
      >
        {say("today")}
      </a>
      <a
        href={`/day/${day.add({ days: 1 })}`}
        class="button quiet"
        aria-label={say("next_day")}
      >
        ›
      </a>
      <form method="get" action="/day">
        <input
          type="date"
          name="date"
          value={`${day}`}
          aria-label={say("go_to_day")}
          required
        />
        <button type="submit" class="quiet">{say("go")}</button>
      </form>
    </nav>
  );
}

function Filters({ desk: { say }, day, rows, filter }: DayContentProps) {
  const clinicians = cliniciansIn(rows);
  return (
    <form
      method="get"
      action={`/day/${day}`}
      class="filters"
      aria-label={say("filters")}
      data-auto
    >
      {clinicians.length > 1 && (
        <select name="clinician" aria-label={say("clinician")}>
          <option value="">{say("all_clinicians")}</option>
          {clinicians.map(({ id, name }) => (
            <option value={id} selected={id === filter.clinician}>
              {name}
            </option>
          ))}
        </select>
      )}
      <select name="status" aria-label={say("state")}>
        <option value="">{say("all_states")}</option>
        {groups.map((group) => (
          <option value={group} selected={group === filter.group}>
            {say(`group_${group}`)}
          </option>
        ))}
      </select>
      <button type="submit" class="quiet">{say("filter")}</button>
    </form>
  );
}

function DayList(props: Counted) {
  const { desk: { say, may }, rows, filter, day, desk } = props;
  const shown = narrowed(props.counted, filter);
  const path = pathOf(day, filter);
  return (
    <section
      class="day-list"
      aria-label={say("list_of_day")}
      data-rows
      data-live="list"
    >
      {shown.length === 0 && (
        <p class="empty">
          {rows.length > 0 ? say("none_like_this") : say("none_at_all")}{" "}
          {rows.length === 0 && may.write && (
            <a href={`/appointments/new?from=${day}`}>{say("book_one")}</a>
          )}
        </p>
      )}
      {shown.map(([group, inGroup]) => (
        <GroupOfRows group={group} count={inGroup.length} desk={desk}>
          {inGroup.map((row) => (
            <DayLine
              desk={desk}
              row={row}
              group={group}
              href={withOpened(path, row.id)}
              isOpened={props.openedId === row.id}
            />
          ))}
        </GroupOfRows>
      ))}
    </section>
  );
}

function GroupOfRows({ group, count, desk, children }: {
  readonly group: Group;
  readonly count: number;
  readonly desk: Desk;
  readonly children?: Child;
}) {
  const heading = (
    <h2 id={`group-${group}`}>
      {desk.say(`group_${group}`)} <small>{count}</small>
    </h2>
  );
  const list = <ol aria-labelledby={`group-${group}`}>{children}</ol>;
  if (group !== "done") {
    return <section class={`group ${group}`}>{heading}{list}</section>;
  }
  return (
    <details class="group done" open={count < 4}>
      <summary>{heading}</summary>
      {list}
    </details>
  );
}
