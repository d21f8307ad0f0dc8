import { stamp } from "../ui/time.ts";
import { type DayRow, type Group, helpFor, stateOf } from "./day.ts";
import {
  type Desk,
  HelpSign,
  languageWord,
  minutesLong,
  minutesSince,
  relative,
  Status,
} from "./desk_pages.tsx";

interface RowProps {
  readonly desk: Desk;
  readonly row: DayRow;
  /** Where the row stands now. */
  readonly group: Group;
  readonly href: string;
  readonly isOpened: boolean;
}

/** One line of the day: the link opens it at the side. */
export function DayLine({ desk, row, group, href, isOpened }: RowProps) {
  const { say, times, now, may } = desk;
  const help = helpFor(row, now, group);
  const mayStart = may.startAs === row.clinicianId && group === "waiting";
  return (
    <li class={isOpened ? "row opened" : "row"} data-row={row.id}>
      <span class="when">
        <time datetime={stamp(row.startsAt)}>{times.clock(row.startsAt)}</time>
        {group !== "done" && <small>{relative(desk, row.startsAt)}</small>}
      </span>
      <a
        href={href}
        class="who"
        data-row-link
        aria-current={isOpened ? "true" : undefined}
      >
        {row.patientName}
      </a>
      <span class="with">
        {row.clinicianName}
        <small>
          {say("minutes", { count: minutesLong(row) })} ·{" "}
          {languageWord(say, row.patientLanguage)}
        </small>
      </span>
      <span class="state">
        {help && <HelpSign help={help} say={say} />}
        <Status state={stateOf(row, now, group)} say={say} />
        <small>{since(desk, row, group)}</small>
      </span>
      <small class="marks">
        {group === "to_come" && sheetWords(desk, row)}
      </small>
      {mayStart && (
        <form method="post" action={`/appointments/${row.id}/visit`}>
          <button type="submit" data-key="s">{say("start")}</button>
        </form>
      )}
    </li>
  );
}

function since(desk: Desk, row: DayRow, group: Group): string {
  if (group === "waiting" && row.arrivedAt) {
    return desk.say("here", { count: minutesSince(desk, row.arrivedAt) });
  }
  if (group === "running" && row.visitStartedAt) {
    return desk.say("runs", { count: minutesSince(desk, row.visitStartedAt) });
  }
  return "";
}

/** Whether the sheet is printed and the patient knows: what the desk still owes. */
function sheetWords({ say }: Desk, row: DayRow): string {
  return [
    say(row.printedAt ? "printed" : "not_printed"),
    row.toldAt ? say("told") : "",
  ].filter(Boolean).join(" · ");
}
