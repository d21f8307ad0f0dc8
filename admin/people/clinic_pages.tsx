import { contrast, readable } from "../ui/colour.ts";
import { Act, Choice, Field } from "../ui/form.tsx";
import { type SayToStaff, sayToStaff } from "../ui/messages/people.ts";
import { languageNames, languages, type StaffLanguage } from "../ui/words.ts";
import type { Clinic } from "./clinic.ts";
import { logoPath } from "./frame.ts";
import { ZoneField } from "./sign_in_pages.tsx";

interface ClinicProps {
  readonly language: StaffLanguage;
  readonly clinic: Clinic;
  readonly mayWrite: boolean;
  readonly typed: Readonly<Record<string, string>>;
  readonly wrong: ReadonlySet<string>;
}

/** What the clinic is called, how it is reached, how early patients come. */
export function ClinicForm(props: ClinicProps) {
  const { language, clinic, mayWrite, typed, wrong } = props;
  const say = sayToStaff(language);
  return (
    <>
      <form method="post" action="/settings" class="narrow">
        <fieldset disabled={!mayWrite}>
          <input type="hidden" name="version" value={clinic.version} />
          <Texts {...props} />
          <ZoneField
            language={language}
            value={typed.zone ?? clinic.zone}
            isWrong={wrong.has("zone")}
          />
          <Choice
            label={say("clinic_language")}
            name="language"
            value={typed.language ?? clinic.language}
            options={[["de", "Deutsch"], ["en", "English"]]}
          />
          <Languages {...props} />
          <Minutes {...props} />
          <Colour {...props} />
          <button type="submit" class="main">{say("save")}</button>
        </fieldset>
      </form>
      <LogoForm {...props} />
    </>
  );
}

function Texts({ language, clinic, typed, wrong }: ClinicProps) {
  const say = sayToStaff(language);
  const fields = [
    ["name", clinic.name, true],
    ["address", clinic.address, false],
    ["help_number", clinic.helpNumber, true],
    ["help_hours", clinic.helpHours, false],
  ] as const;
  return (
    <>
      {fields.map(([name, value, required]) => (
        <Field
          label={say(`clinic_${name}`)}
          name={name}
          value={typed[name] ?? value}
          wrong={wrong.has(name) ? say(wrongKey(name)) : undefined}
          required={required}
          maxlength={200}
          autocomplete="off"
        />
      ))}
    </>
  );
}

function wrongKey(name: string) {
  return name === "name"
    ? "wrong_clinic"
    : name === "help_number"
    ? "wrong_help_number"
    : "wrong_long";
}

function Languages({ language, clinic, wrong }: ClinicProps) {
  const say = sayToStaff(language);
  return (
    <fieldset>
      <legend>{say("clinic_languages")}</legend>
      {languages.map((one) => (
        <label lang={one === "de-simple" ? "de" : one}>
          <input
            type="checkbox"
            name="patient_languages"
            value={one}
            checked={clinic.patientLanguages.includes(one)}
          />
          {languageNames[one]}
        </label>
      ))}
      {wrong.has("patient_languages") && (
        <span class="wrong">{say("wrong_languages")}</span>
      )}
    </fieldset>
  );
}

/** Each with its least and its most, as the schema has them. */
export const minuteLimits = {
  lead_minutes: [0, 30],
  opens_minutes_before: [0, 240],
  closes_minutes_after: [0, 240],
  buffer_minutes: [0, 60],
  idle_minutes: [5, 480],
} as const;

function Minutes({ language, clinic, typed, wrong }: ClinicProps) {
  const say = sayToStaff(language);
  const values = {
    lead_minutes: clinic.leadMinutes,
    opens_minutes_before: clinic.opensMinutesBefore,
    closes_minutes_after: clinic.closesMinutesAfter,
    buffer_minutes: clinic.bufferMinutes,
    idle_minutes: clinic.idleMinutes,
  };
  const names = Object.keys(minuteLimits) as (keyof typeof minuteLimits)[];
  return (
    <>
      {names.map((name) => {
        const [min, max] = minuteLimits[name];
        return (
          <Field
            label={say(`clinic_${name}`)}
            name={name}
            type="number"
            value={typed[name] ?? String(values[name])}
            min={min}
            max={max}
            wrong={wrong.has(name)
              ? say("wrong_minutes", { min, max })
              : undefined}
            required
          />
        );
      })}
    </>
  );
}

function Colour({ language, clinic, typed, wrong }: ClinicProps) {
  const say = sayToStaff(language);
  const accent = typed.accent ?? clinic.accent;
  return (
    <Field
      label={say("clinic_accent")}
      name="accent"
      type="color"
      value={accent}
      hint={say("clinic_accent_hint")}
      wrong={wrong.has("accent") ? colourAdvice(say, accent) : undefined}
      required
    />
  );
}

/** How far the colour is from being readable, and one near it that is. */
function colourAdvice(say: SayToStaff, accent: string): string {
  if (!/^#[0-9a-f]{6}$/i.test(accent)) return say("wrong_colour");
  const ratio = contrast(accent, "#ffffff").toFixed(1);
  return say("wrong_contrast", { ratio, better: readable(accent, "light") });
}

function LogoForm({ language, clinic, mayWrite, wrong }: ClinicProps) {
  const say = sayToStaff(language);
  return (
    <section>
      <h2>{say("logo")}</h2>
      {clinic.logoType
        ? (
          <p>
            <img
              src={logoPath(clinic)}
              alt={say("logo_of", { name: clinic.name })}
              height="64"
            />
          </p>
        )
        : <p>{say("no_logo")}</p>}
      {mayWrite && (
        <form
          method="post"
          action="/settings/logo"
          enctype="multipart/form-data"
          class="narrow"
        >
          <label>
            {say("new_logo")}
            <input
              type="file"
              name="logo"
              accept="image/png,image/jpeg,image/svg+xml"
              required
            />
            <span class="hint">{say("logo_hint")}</span>
            {wrong.has("logo") && (
              <span class="wrong">{say("wrong_logo")}</span>
            )}
          </label>
          <button type="submit">{say("save")}</button>
        </form>
      )}
      {mayWrite && clinic.logoType && (
        <Act action="/settings/logo/removal" label={say("remove")} />
      )}
    </section>
  );
}
