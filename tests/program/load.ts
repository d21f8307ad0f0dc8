/** Books through the API without end, and remembers what was acknowledged. */
import type { Access } from "./program.ts";

/** A booking that the program said it had made. */
export interface Acknowledged {
  readonly id: string;
  readonly startsAt: string;
}

export interface Load {
  readonly acknowledged: readonly Acknowledged[];
  /** Answers other than booked or taken; refused connections aside. */
  readonly unexpected: readonly string[];
  stop(): Promise<void>;
}

/** So many bookers at once, each with a patient of its own. */
export function bookWithoutEnd(
  access: () => Access,
  bookers: number,
): Load {
  const acknowledged: Acknowledged[] = [];
  const unexpected: string[] = [];
  let going = true;
  const all = Array.from({ length: bookers }, async (_, booker) => {
    for (let turn = 0; going; turn++) {
      const answer = await bookOnce(access(), booker, turn).catch(() => "cut");
      if (typeof answer === "object") acknowledged.push(answer);
      else if (/^(cut|503)/.test(answer)) await breath();
      else if (!answer.startsWith("409")) unexpected.push(answer);
    }
  });
  return {
    acknowledged,
    unexpected,
    async stop() {
      going = false;
      await Promise.all(all);
    },
  };
}

async function bookOnce(
  { url, apiKey }: Access,
  booker: number,
  turn: number,
): Promise<Acknowledged | string> {
  const answer = await fetch(`${url}/api/v1/appointment-requests`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${apiKey}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({
      patient: { name: `Booker ${booker} Turn ${turn}`, language: "de" },
      minutes: 10,
      windows: [windowOn(3 + Math.floor(Math.random() * 300))],
    }),
    signal: AbortSignal.timeout(15_000),
  });
  const text = await answer.text();
  if (answer.status !== 201) return `${answer.status} ${text}`;
  const { appointment } = JSON.parse(text);
  return { id: appointment.id, startsAt: appointment.startsAt };
}

/** The opening hours of a day so many days from now, weekends left out. */
function windowOn(days: number) {
  let day = Temporal.Now.plainDateISO("Europe/Berlin").add({ days });
  while (day.dayOfWeek > 5) day = day.add({ days: 1 });
  const at = (time: string) =>
    day.toZonedDateTime({ timeZone: "Europe/Berlin", plainTime: time })
      .toInstant().toString();
  return { from: at("08:00"), to: at("19:00") };
}

function breath(): Promise<void> {
  return new Promise((done) => setTimeout(done, 100));
}
