import { Act } from "../ui/form.tsx";
import { type DayRow, groupOf, helpFor, isOpen, stateOf } from "./day.ts";
import {
  type Desk,
  HelpSign,
  languageWord,
  minutesLong,
  relative,
  Status,
} from "./desk_pages.tsx";

/** A row opened at the side; opening it was written down. */
export interface Opened {
  readonly row: DayRow;
  /** The patient's printed link, for those who may print it. */
  readonly link?: string | undefined;
}

interface PanelProps {
  readonly desk: Desk;
  readonly opened: Opened;
  /** The same page without the panel. */
  readonly close: string;
}

/** One appointment beside the list: what it is, and what can be done now. */
export function DayPanel({ desk, opened: { row, link }, close }: PanelProps) {
  const { say, times, now } = desk;
  const help = helpFor(row, now);
  return (
    <aside class="panel card" id="panel" aria-labelledby="panel-head">
      <div class="panel-head">
        <h2 id="panel-head" tabindex={-1}>
          <time datetime={`${row.startsAt}`}>{times.clock(row.startsAt)}</time>
          {" "}
          {row.patientName}
        </h2>
        <a href={close} data-close aria-label={say("close")}>✕</a>
      </div>
      <p>
        <Status state={stateOf(row, now)} say={say} />{" "}
        {help && <HelpSign help={help} say={say} />}{" "}
        <small>{relative(desk, row.startsAt)}</small>
      </p>
      <p>
        {row.clinicianName} · {row.placeLabel && `${row.placeLabel} · `}
        {say("minutes", { count: minutesLong(row) })} ·{" "}
        {languageWord(say, row.patientLanguage)} ·{" "}
        <span class="soft">{row.patientReference}</span>
      </p>
      <Acts desk={desk} row={row} back={close} />
      {link && isOpen(row) && <CopyLink desk={desk} link={link} />}
      <p class="soft">
        {row.printedAt
          ? say("printed_on", { day: times.dayAndClock(row.printedAt) })
          : say("not_printed")}
        {" · "}
        {row.toldAt
          ? say("told_at", { time: times.dayAndClock(row.toldAt) })
          : say("not_told")}
      </p>
    </aside>
  );
}

function Acts({ desk, row, back }: {
  readonly desk: Desk;
  readonly row: DayRow;
  readonly back: string;
}) {
  const { say, may, now } = desk;
  const at = `/appointments/${row.id}`;
  const group = groupOf(row, now);
  const isMine = may.startAs === row.clinicianId;
  return (
    <div class="acts">
      {isMine && (group === "waiting" || group === "to_come") && (
        <form method="post" action={`${at}/visit`}>
          <button type="submit" data-key="s">{say("start")}</button>
        </form>
      )}
      {isMine && group === "running" && row.visitId && (
        <a href={`/visits/${row.visitId}`} class="button">{say("join")}</a>
      )}
      <a href={at} class="button quiet" data-key="o">{say("open")}</a>
      {may.print && isOpen(row) && (
        <a
          href={`${at}/sheets/patient.pdf`}
          class="button quiet"
          target="_blank"
          data-key="p"
        >
          {say("reprint")}
        </a>
      )}
      {may.write && isOpen(row) && (
        <>
          <a href={`${at}/move`} class="button quiet" data-key="m">
            {say("move")}
          </a>
          <Act
            action={`${at}/cancellation`}
            label={say("cancel")}
            hidden={{ version: row.version, back }}
          />
        </>
      )}
    </div>
  );
}

/** The printed link, to be copied by the button or by hand. */
export function CopyLink({ desk: { say }, link }: {
  readonly desk: Desk;
  readonly link: string;
}) {
  return (
    <div class="copy">
      <label>
        <span class="hidden">{say("link")}</span>
        <input id="link" value={link} readonly />
      </label>
      <button
        type="button"
        class="quiet"
        data-copy="link"
        data-copied={say("copied")}
        data-key="c"
      >
        {say("copy_link")}
      </button>
      <span role="status"></span>
    </div>
  );
}
