import type { KeptDeed } from "../audit/mod.ts";
import { Area, Choice, Field, Tick } from "../ui/form.tsx";
import { type SayToStaff, sayToStaff } from "../ui/messages/people.ts";
import { Notice } from "../ui/notice.tsx";
import { type Frame, Page } from "../ui/page.tsx";
import { Table } from "../ui/table.tsx";
import { type Times, timesOf } from "../ui/time.ts";
import {
  type Language,
  languageNames,
  languages,
  type StaffLanguage,
  tagOf,
} from "../ui/words.ts";
import type { Care } from "./care_queries.ts";
import type { Patient } from "./patient.ts";

interface ListProps {
  readonly frame: Frame;
  readonly language: StaffLanguage;
  readonly patients: readonly Patient[];
  readonly text: string;
  readonly mayAdd: boolean;
  readonly form: FormProps;
}

/** Patients found, or the newest where nothing was looked for. */
export function PatientsPage(props: ListProps) {
  const { frame, language, patients, text, mayAdd, form } = props;
  const say = sayToStaff(language);
  return (
    <Page {...frame} title={say("nav_patients")}>
      <h1>{say("nav_patients")}</h1>
      <form
        method="post"
        action="/patients/search"
        role="search"
        class="narrow"
      >
        <Field
          label={say("find_patient")}
          name="text"
          type="search"
          value={text}
          hint={say("find_patient_hint")}
          autocomplete="off"
          maxlength={100}
        />
        <button type="submit">{say("find")}</button>
      </form>
      <h2>{text ? say("found") : say("newest_patients")}</h2>
      {patients.length === 0
        ? <p>{text ? say("nobody_found") : say("no_patients")}</p>
        : <PatientTable patients={patients} say={say} />}
      {mayAdd && (
        <details open={form.wrong.size > 0}>
          <summary>{say("new_patient")}</summary>
          <PatientForm {...form} />
        </details>
      )}
    </Page>
  );
}

function PatientTable({ patients, say }: {
  readonly patients: readonly Patient[];
  readonly say: SayToStaff;
}) {
  const heads = ["name", "reference", "birth_date", "phone", "language"];
  return (
    <Table
      caption={say("nav_patients")}
      heads={heads.map((head) => say(head as "name"))}
    >
      {patients.map(({ id, name, reference, birthDate, phone, language }) => (
        <tr>
          <td>
            <a href={`/patients/${id}`}>{name}</a>
          </td>
          <td>
            <code>{reference}</code>
          </td>
          <td>{birthDate}</td>
          <td>{phone}</td>
          <td lang={tagOf(language)}>{languageNames[language]}</td>
        </tr>
      ))}
    </Table>
  );
}

export interface FormProps {
  readonly action: string;
  readonly say: SayToStaff;
  readonly typed: Readonly<Record<string, string | number | undefined>>;
  readonly wrong: ReadonlySet<string>;
  /** Of an existing patient: what the change is made on. */
  readonly version?: number;
  readonly languages: readonly Language[];
}

/** A patient's data, to add or to change. */
export function PatientForm(props: FormProps) {
  const { action, say, typed, wrong, version } = props;
  const field = (name: "name" | "phone" | "email" | "birth_date") => ({
    name,
    label: say(name),
    value: typed[name] === undefined ? undefined : String(typed[name]),
    wrong: wrong.has(name) ? say(`wrong_${name}`) : undefined,
    autocomplete: "off",
  });
  return (
    <form method="post" action={action} class="narrow">
      {version !== undefined && (
        <input type="hidden" name="version" value={version} />
      )}
      <Field {...field("name")} required maxlength={200} />
      <Field {...field("birth_date")} type="date" />
      <Field {...field("phone")} type="tel" maxlength={40} />
      <Field {...field("email")} type="email" maxlength={200} />
      <Area
        label={say("address")}
        name="address"
        rows={4}
        value={typed.address === undefined ? "" : String(typed.address)}
        hint={say("address_hint")}
        wrong={wrong.has("address") ? say("wrong_address") : undefined}
        maxlength={250}
      />
      <Choice
        label={say("sheet_language")}
        name="language"
        value={String(typed.language ?? "")}
        options={languages.filter((language) =>
          props.languages.includes(language) || language === typed.language
        ).map((language) => [language, languageNames[language]])}
      />
      <Tick
        label={say("large_print")}
        name="large_print"
        isTicked={typed.large_print === "1"}
      />
      <button type="submit" class="main">{say("save")}</button>
    </form>
  );
}

interface PatientProps {
  readonly frame: Frame;
  readonly language: StaffLanguage;
  readonly zone: string;
  readonly now: Temporal.Instant;
  readonly patient: Patient;
  readonly care: readonly Care[];
  /** Who opened the patient, newest first. */
  readonly looks: readonly KeptDeed[];
  readonly names: ReadonlyMap<string, string>;
  readonly mayBook: boolean;
  /** Absent for whoever may only read. */
  readonly form: FormProps | undefined;
  readonly said?: string | undefined;
}

/** One patient: contacts, past and next appointments, who looked at this. */
export function PatientPage(props: PatientProps) {
  const { frame, language, zone, patient, form, said, mayBook } = props;
  const say = sayToStaff(language);
  const times = timesOf(language, zone);
  return (
    <Page {...frame} title={patient.name}>
      <h1>{patient.name}</h1>
      {said && <Notice>{said}</Notice>}
      <Facts patient={patient} say={say} />
      {mayBook && (
        <p>
          <a href={`/appointments/new?patient=${patient.id}`} class="button">
            {say("book_for")}
          </a>
        </p>
      )}
      <CareLists {...props} times={times} />
      {form && (
        <details open={form.wrong.size > 0}>
          <summary>{say("change")}</summary>
          <PatientForm {...form} />
        </details>
      )}
      <Looks {...props} times={times} />
    </Page>
  );
}

function Facts({ patient, say }: {
  readonly patient: Patient;
  readonly say: SayToStaff;
}) {
  const { reference, phone, email, birthDate, language } = patient;
  const { address, largePrint } = patient;
  return (
    <dl class="facts">
      <dt>{say("reference")}</dt>
      <dd>
        <code>{reference}</code>
      </dd>
      <dt>{say("birth_date")}</dt>
      <dd>{birthDate ?? "–"}</dd>
      <dt>{say("phone")}</dt>
      <dd>
        {phone ? <a href={`tel:${phone.replace(/\s/g, "")}`}>{phone}</a> : "–"}
      </dd>
      <dt>{say("email")}</dt>
      <dd>{email ? <a href={`mailto:${email}`}>{email}</a> : "–"}</dd>
      {address && (
        <>
          <dt>{say("address")}</dt>
          <dd class="lines">{address}</dd>
        </>
      )}
      <dt>{say("sheet_language")}</dt>
      <dd>
        <span lang={tagOf(language)}>{languageNames[language]}</span>
        {largePrint && ` · ${say("large_print")}`}
      </dd>
    </dl>
  );
}

function CareLists(props: PatientProps & { readonly times: Times }) {
  const { care, now, language } = props;
  const say = sayToStaff(language);
  const isNext = ({ endsAt }: Care) =>
    Temporal.Instant.compare(endsAt, now) > 0;
  const next = care.filter(isNext).toReversed();
  const past = care.filter((one) => !isNext(one));
  return (
    <>
      <h2>{say("next_appointments")}</h2>
      <CareList {...props} care={next} />
      <h2>{say("past_appointments")}</h2>
      <CareList {...props} care={past} />
    </>
  );
}

function CareList({ care, times, language }: PatientProps & { times: Times }) {
  const say = sayToStaff(language);
  if (care.length === 0) return <p>{say("none")}</p>;
  return (
    <ul>
      {care.map(({ id, startsAt, status, clinicianName }) => (
        <li>
          <a href={`/appointments/${id}`}>{times.dayAndClock(startsAt)}</a> ·
          {" "}
          {clinicianName} · {say(`status_${status}` as "status_booked")}
        </li>
      ))}
    </ul>
  );
}

function Looks({ looks, names, times, language }: PatientProps & {
  readonly times: Times;
}) {
  const say = sayToStaff(language);
  return (
    <section>
      <h2>{say("who_looked")}</h2>
      <ul>
        {looks.map(({ at, byId, byKind }) => (
          <li>
            <time datetime={at.toString()}>{times.dayAndClock(at)}</time> ·{" "}
            {byId && names.get(byId) || say(`by_${byKind}`)}
          </li>
        ))}
      </ul>
    </section>
  );
}
