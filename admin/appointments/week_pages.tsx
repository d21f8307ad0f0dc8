import { isOpen, stateOf } from "./day.ts";
import { type Desk, DeskPage, Status, type Undoable } from "./desk_pages.tsx";
import { closedWords } from "./landing.ts";
import type { Block, Week, WeekDay } from "./week.ts";

export interface WeekPageProps {
  readonly desk: Desk;
  readonly monday: Temporal.PlainDate;
  readonly week: Week;
  readonly clinician: { readonly id: string; readonly name: string };
  readonly clinicians: readonly {
    readonly id: string;
    readonly name: string;
  }[];
  readonly undo?: Undoable | undefined;
  readonly said?: string | undefined;
}

/** A clinician's week: real times, free white, closed hatched, and moving. */
export function WeekPage(props: WeekPageProps) {
  const { desk, monday, clinician, week } = props;
  const { say, times } = desk;
  const name = `${times.shortDay(monday)} – ${
    times.shortDay(monday.add({ days: 6 }))
  }`;
  const back = `/week/${monday}?clinician=${clinician.id}`;
  return (
    <DeskPage
      desk={desk}
      title={`${name} · ${clinician.name}`}
      scripts={["week"]}
      styles={["week"]}
      undo={props.undo}
      said={props.said}
      back={back}
    >
      <div class="day-head">
        <h1>
          {name} <small>{clinician.name}</small>
        </h1>
        <WeekWays {...props} />
      </div>
      <p class="week-hint no-print">{say("week_hint")}</p>
      <p class="moving" role="status" data-moving></p>
      <div
        class="week"
        data-grid
        data-clinician={clinician.id}
        style={`--hours:${week.untilHour - week.fromHour};--first:${
          week.fromHour * 60
        }`}
        data-first={week.fromHour * 60}
        data-last={week.untilHour * 60}
      >
        <Hours week={week} />
        {week.days.map((day) => <Day {...props} day={day} />)}
      </div>
      {desk.may.write && (
        <form
          method="post"
          id="move"
          hidden
          data-left={say("left_there")}
          data-moving={say("moving")}
        >
          <input type="hidden" name="slot" />
          <input type="hidden" name="version" />
          <input type="hidden" name="back" value={back} />
        </form>
      )}
    </DeskPage>
  );
}

function WeekWays(
  { desk: { say }, monday, clinician, clinicians }: WeekPageProps,
) {
  const to = (days: number) =>
    `/week/${monday.add({ days })}?clinician=${clinician.id}`;
  return (
    <nav class="ways no-print" aria-label={say("week")}>
      <a
        href={to(-7)}
        class="button quiet"
        aria-label={say("previous_week")}
      >
        ‹
      </a>
      <a href={`/week?clinician=${clinician.id}`} class="button quiet">
        {say("this_week")}
      </a>
      <a href={to(7)} class="button quiet" aria-label={say("next_week")}>
        ›
      </a>
      {clinicians.length > 1 && (
        <form method="get" action={`/week/${monday}`}>
          <select name="clinician" aria-label={say("clinician")}>
            {clinicians.map(({ id, name }) => (
              <option value={id} selected={id === clinician.id}>{name}</option>
            ))}
          </select>
          <button type="submit" class="quiet">{say("go")}</button>
        </form>
      )}
    </nav>
  );
}

function Hours({ week: { fromHour, untilHour } }: { readonly week: Week }) {
  const hours = Array.from(
    { length: untilHour - fromHour },
    (_, i) => fromHour + i,
  );
  return (
    <div class="hours" aria-hidden="true">
      {hours.map((hour) => <span style={`--from:${hour * 60}`}>{hour}:00
      </span>)}
    </div>
  );
}

function Day({ desk, day: { day, blocks }, clinician }: WeekPageProps & {
  readonly day: WeekDay;
}) {
  const { times, today, now, zone } = desk;
  const at = now.toZonedDateTimeISO(zone);
  return (
    <section
      class={day.equals(today) ? "week-day today" : "week-day"}
      aria-labelledby={`day-${day}`}
    >
      <h2 id={`day-${day}`}>
        <a href={`/day/${day}?clinician=${clinician.id}`}>
          {times.shortDay(day)}
        </a>
      </h2>
      <ol data-day={`${day}`}>
        {blocks.map((block) => (
          <BlockItem
            desk={desk}
            block={block}
            day={day}
            clinician={clinician}
          />
        ))}
        {day.equals(today) && (
          <li
            class="now-line"
            aria-hidden="true"
            style={`--from:${at.hour * 60 + at.minute}`}
          >
          </li>
        )}
      </ol>
    </section>
  );
}

interface BlockProps {
  readonly desk: Desk;
  readonly block: Block;
  readonly day: Temporal.PlainDate;
  readonly clinician: { readonly id: string };
}

function BlockItem(props: BlockProps) {
  const { block } = props;
  const style = `--from:${block.from};--for:${block.minutes}`;
  if (block.is === "appointment") {
    return <Taken {...props} row={block.row} style={style} />;
  }
  return block.is === "free"
    ? <Free {...props} style={style} />
    : <Shut {...props} style={style} closed={block.closed} />;
}

function Taken({ desk, block, day, row, style }: BlockProps & {
  readonly style: string;
  readonly row: Extract<Block, { is: "appointment" }>["row"];
}) {
  const { say, times, now, may } = desk;
  const isMovable = may.write && isOpen(row);
  return (
    <li class={`block taken ${row.status}`} style={style}>
      <a
        href={`/appointments/${row.id}`}
        data-cell
        data-appointment={isMovable ? row.id : undefined}
        data-version={row.version}
        data-minutes={block.minutes}
        data-from={block.from}
      >
        <span class="hidden">{times.shortDay(day)}</span>
        <time datetime={`${row.startsAt}`}>{times.clock(row.startsAt)}</time>
        {" "}
        <strong>{row.patientName}</strong>{" "}
        <small>
          <Status state={stateOf(row, now)} say={say} />
        </small>
      </a>
    </li>
  );
}

function Free({ desk, block, day, clinician, style }: BlockProps & {
  readonly style: string;
}) {
  const { say, times, now, may } = desk;
  const { from, until } = block.span;
  const words = say("free_from", {
    from: times.clock(from),
    until: times.clock(until),
  });
  const isOver = Temporal.Instant.compare(until, now) <= 0;
  if (isOver || !may.write) {
    return (
      <li class={isOver ? "block over" : "block free"} style={style}>
        <span class="hidden">{words}</span>
      </li>
    );
  }
  const begin = Temporal.Instant.compare(from, now) < 0
    ? ""
    : times.clock(from);
  return (
    <li class="block free" style={style}>
      <a
        href={`/appointments/new?clinician=${clinician.id}&from=${day}${
          begin ? `&day=${day}&time=${begin}` : ""
        }`}
        data-cell
      >
        <span class="hidden">{times.shortDay(day)}</span>
        <span>{words}</span>
      </a>
    </li>
  );
}

function Shut({ desk, block, closed, style }: BlockProps & {
  readonly style: string;
  readonly closed: Extract<Block, { is: "closed" }>["closed"];
}) {
  const why = closed ? closedWords(closed, desk) : desk.say("closed");
  return (
    <li
      class={block.minutes < 45 ? "block closed short" : "block closed"}
      style={style}
      title={why}
    >
      <span>{why}</span>
    </li>
  );
}
