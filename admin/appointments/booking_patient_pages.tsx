import { Choice, Field } from "../ui/form.tsx";
import { languages } from "../ui/words.ts";
import type { BookingPageProps } from "./booking_pages.tsx";
import { languageWord } from "./desk_pages.tsx";

/** Who it is for: found among the known, or new, in one field. */
export function PatientPart(props: BookingPageProps) {
  const { desk: { say }, form, wrong = {} } = props;
  return (
    <fieldset>
      <legend>{say("patient")}</legend>
      <Field
        label={say("name")}
        name="name"
        value={form.name}
        required
        autofocus={form.name === ""}
        autocomplete="off"
        hint={say("name_hint")}
        wrong={wrong.name && say(wrong.name)}
      />
      <div data-matches aria-live="polite">
        <Matches {...props} />
      </div>
      {props.mayAddPatients && <NewPatientPart {...props} />}
    </fieldset>
  );
}

/** Who may be meant; the script asks for this part as the name is typed. */
export function Matches({ desk: { say }, form, matches, mayAddPatients }: Pick<
  BookingPageProps,
  "desk" | "form" | "matches" | "mayAddPatients"
>) {
  const byReference = matches.find(({ reference }) =>
    reference === form.name.toUpperCase()
  );
  const chosen = form.patient || byReference?.id;
  return (
    <>
      <input type="hidden" name="sought" value={form.name} />
      {matches.length > 0 && (
        <div role="radiogroup" aria-label={say("who_is_meant")} class="matches">
          {matches.map(({ id, name, reference, birthDate }) => (
            <label>
              <input
                type="radio"
                name="patient"
                value={id}
                checked={id === chosen}
                required
              />
              <span>
                {name}{" "}
                <small>
                  {[birthDate, reference].filter(Boolean).join(" · ")}
                </small>
              </span>
            </label>
          ))}
          {mayAddPatients && (
            <label>
              <input
                type="radio"
                name="patient"
                value="new"
                checked={chosen === "new"}
              />
              {say("new_patient")}
            </label>
          )}
        </div>
      )}
      {matches.length === 0 && form.name !== "" && (
        <p class="hint">
          {say(mayAddPatients ? "nobody_yet" : "nobody_found")}
          <input type="hidden" name="patient" value="new" />
        </p>
      )}
    </>
  );
}

function NewPatientPart(props: BookingPageProps) {
  const { desk: { say }, form, wrong = {}, patientLanguages } = props;
  const isOpen = Boolean(
    form.phone || form.email || form.birthDate || wrong.phone || wrong.email ||
      wrong.birthDate,
  );
  return (
    <>
      <Choice
        label={say("patients_language")}
        name="language"
        value={form.language}
        options={languages
          .filter((one) =>
            patientLanguages.includes(one) || one === form.language
          )
          .map((one) => [one, languageWord(say, one)] as const)}
      />
      <details open={isOpen}>
        <summary>{say("contact_optional")}</summary>
        <Field
          label={say("phone")}
          name="phone"
          type="tel"
          value={form.phone}
          autocomplete="off"
          wrong={wrong.phone && say(wrong.phone)}
        />
        <Field
          label={say("email")}
          name="email"
          type="email"
          value={form.email}
          autocomplete="off"
          wrong={wrong.email && say(wrong.email)}
        />
        <Field
          label={say("birth_date")}
          name="birthDate"
          type="date"
          value={form.birthDate}
          wrong={wrong.birthDate && say(wrong.birthDate)}
        />
      </details>
    </>
  );
}
