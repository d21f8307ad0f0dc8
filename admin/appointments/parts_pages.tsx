import { type Desk, DeskPage } from "./desk_pages.tsx";

/** A day of more sheets than one file holds: its numbered parts. */
export function DayPartsPage({ desk, day, parts }: {
  readonly desk: Desk;
  readonly day: Temporal.PlainDate;
  readonly parts: number;
}) {
  const { say, times } = desk;
  const title = `${say("day_sheets")}, ${times.shortDay(day)}`;
  return (
    <DeskPage desk={desk} title={title} back={`/day/${day}`}>
      <h1>{title}</h1>
      {parts === 0 && <p>{say("none_at_all")}</p>}
      <ol>
        {Array.from({ length: parts }, (_, i) => (
          <li>
            <a href={`/day/${day}/sheets.pdf?part=${i + 1}`}>
              {say("part_of", { number: i + 1, of: parts })}
            </a>
          </li>
        ))}
      </ol>
      <p>
        <a href={`/day/${day}`}>{times.longDay(day)}</a>
      </p>
    </DeskPage>
  );
}
