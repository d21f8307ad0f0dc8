import type { Listed } from "./appointment_queries.ts";
import { type Desk, DeskPage, languageWord, Status } from "./desk_pages.tsx";

export interface SearchPageProps {
  readonly desk: Desk;
  readonly text: string;
  readonly patients: readonly {
    readonly id: string;
    readonly name: string;
    readonly reference: string;
    readonly language: string;
    readonly birthDate?: string | undefined;
  }[];
  readonly appointments: readonly Listed[];
}

/** Patients and appointments of a name; arrows go through, Enter opens. */
export function SearchPage(props: SearchPageProps) {
  const { desk, text, patients } = props;
  const { say } = desk;
  const title = text ? say("search_results", { text }) : say("search");
  const frame = {
    ...desk.frame,
    ...(desk.frame.search ? { search: { ...desk.frame.search, text } } : {}),
  };
  return (
    <DeskPage desk={{ ...desk, frame }} title={title} back="/today">
      <h1>{title}</h1>
      {patients.length === 0 && (
        <p class="empty" role="status">
          {say(text ? "nothing_found" : "search_empty")}
        </p>
      )}
      <div data-rows>
        {patients.length > 0 && <Patients {...props} />}
        {props.appointments.length > 0 && <Appointments {...props} />}
      </div>
    </DeskPage>
  );
}

function Patients({ desk: { say, may }, patients }: SearchPageProps) {
  return (
    <section aria-labelledby="patients">
      <h2 id="patients">
        {say("patients")} <small>{patients.length}</small>
      </h2>
      <ul class="found">
        {patients.map(({ id, name, reference, birthDate, language }) => (
          <li>
            <a href={`/patients/${id}`} class="who" data-row-link>{name}</a>
            <small>
              {[birthDate, reference, languageWord(say, language)]
                .filter(Boolean).join(" · ")}
            </small>
            {may.write && (
              <a href={`/appointments/new?patient=${id}`} class="above">
                {say("book_for")} <span class="hidden">{name}</span>
              </a>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Appointments({ desk, appointments }: SearchPageProps) {
  const { say, times } = desk;
  return (
    <section aria-labelledby="appointments">
      <h2 id="appointments">
        {say("appointments")} <small>{appointments.length}</small>
      </h2>
      <ul class="found">
        {appointments.map((one) => (
          <li>
            <a href={`/appointments/${one.id}`} class="who" data-row-link>
              <time datetime={`${one.startsAt}`}>
                {times.dayAndClock(one.startsAt)}
              </time>{" "}
              {one.patientName}
            </a>
            <span>{one.clinicianName}</span>
            <Status state={one.status} say={say} />
          </li>
        ))}
      </ul>
    </section>
  );
}
