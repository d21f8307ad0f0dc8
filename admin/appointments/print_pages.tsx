import { Act, Field } from "../ui/form.tsx";
import type { Language } from "../ui/words.ts";
import type { AppointmentPageProps } from "./appointment_pages.tsx";
import { CopyLink } from "./day_panel_pages.tsx";
import { languageWord } from "./desk_pages.tsx";

/** The sheets to print, the link to copy, and how to make both void. */
export function Sheets(props: AppointmentPageProps) {
  const { desk, row, link, isNew } = props;
  const { say, times, may } = desk;
  const at = `/appointments/${row.id}/sheets`;
  return (
    <section class="card" aria-labelledby="print">
      <h2 id="print">{say("print")}</h2>
      <div class="acts">
        <a
          href={`${at}/both.pdf`}
          class="button"
          target="_blank"
          data-key="p"
          autofocus={isNew}
        >
          {say("print_both")}
        </a>
        <a href={`${at}/patient.pdf`} class="button quiet" target="_blank">
          {say("print_patient")}
        </a>
        <a href={`${at}/clinician.pdf`} class="button quiet" target="_blank">
          {say("print_clinician")}
        </a>
      </div>
      <SheetLanguages {...props} at={at} />
      <p class="soft">
        {row.printedAt
          ? say("printed_on", { day: times.dayAndClock(row.printedAt) })
          : say("not_printed")}
      </p>
      {link && <CopyLink desk={desk} link={link} />}
      {may.write && <Revoke {...props} />}
    </section>
  );
}

/** The one act without an undo: it asks, and not by a mere "Sure?". */
function Revoke({ desk: { say }, row }: AppointmentPageProps) {
  return (
    <details>
      <summary>{say("revoke")}</summary>
      <form method="post" action={`/appointments/${row.id}/revocation`}>
        <input type="hidden" name="version" value={row.version} />
        <Field
          label={say("type_reference", { reference: row.patientReference })}
          name="reference"
          hint={say("revoke_hint")}
          required
          autocomplete="off"
          maxlength={6}
        />
        <button type="submit" class="grave">{say("revoke_now")}</button>
      </form>
    </details>
  );
}

/** The patient's sheet in another size or language, for this once. */
function SheetLanguages({ desk: { say }, row, languages, at }:
  & AppointmentPageProps
  & { readonly at: string }) {
  const others = languages.filter((one) => one !== row.patientLanguage);
  return (
    <details>
      <summary>{say("other_language")}</summary>
      <div class="acts">
        {(["large", "usual"] as const).map((size) => (
          <a
            href={`${at}/patient.pdf?size=${size}`}
            class="button quiet"
            target="_blank"
          >
            {say(`print_${size}`)}
          </a>
        ))}
        {others.map((language) => (
          <a
            href={`${at}/patient.pdf?language=${language}`}
            class="button quiet"
            target="_blank"
          >
            {languageWord(say, language)}
          </a>
        ))}
      </div>
    </details>
  );
}

/** How the patient hears of it: by the reader's own mail or phone. */
export function Tell({ desk, row, draft, reach }: AppointmentPageProps) {
  const { say, times, may } = desk;
  return (
    <section class="card" aria-labelledby="tell">
      <h2 id="tell">{say("tell")}</h2>
      <div class="acts">
        {reach.email && (
          <a href={draft?.mailto} class="button quiet">
            {say("by_mail")}
          </a>
        )}
        {reach.phone && (
          <a href={draft?.sms} class="button quiet">{say("by_sms")}</a>
        )}
        {may.write && (
          <Act
            action={`/appointments/${row.id}/told`}
            label={say("mark_told")}
            hidden={{ version: row.version }}
          />
        )}
      </div>
      <p class="soft">
        {row.toldAt
          ? say("told_at", { time: times.dayAndClock(row.toldAt) })
          : say("not_told")}. {reach.email || reach.phone
          ? say("draft_in", {
            language: languageWord(say, row.patientLanguage as Language),
          })
          : say("no_contact")}
      </p>
    </section>
  );
}
