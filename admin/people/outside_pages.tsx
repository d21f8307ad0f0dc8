import { sayToStaff } from "../ui/messages/people.ts";
import { Notice } from "../ui/notice.tsx";
import { timesOf } from "../ui/time.ts";
import type { StaffLanguage } from "../ui/words.ts";
import type { OutsideHours } from "./needs.ts";

export interface OutsideProps {
  readonly outside: readonly OutsideHours[];
  readonly isNamed: boolean;
  readonly language: StaffLanguage;
  readonly zone: string;
}

/** So many are listed; the next ones show when these are settled. */
const listedMax = 50;

/** Warns of what is booked outside of the hours; it changes nothing. */
export function OutsideNotice(props: OutsideProps) {
  const { outside, isNamed, language, zone } = props;
  if (outside.length === 0) return null;
  const say = sayToStaff(language);
  const times = timesOf(language, zone);
  return (
    <Notice kind="heed">
      <p>{say("outside_hours", { count: outside.length })}</p>
      <ul>
        {outside.slice(0, listedMax).map((one) => (
          <li>
            <a href={`/appointments/${one.id}`}>
              {times.dayAndClock(one.startsAt)}
            </a>
            {isNamed && ` · ${one.patientName}`} · {one.clinicianName}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
