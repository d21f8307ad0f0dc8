import type { Child } from "hono/jsx";
import { Act, Field } from "../ui/form.tsx";
import { sayToStaff } from "../ui/messages/people.ts";
import { Notice } from "../ui/notice.tsx";
import { type Frame, Page } from "../ui/page.tsx";
import type { StaffLanguage } from "../ui/words.ts";
import type { Place } from "./clinic_queries.ts";
import type { HoursException } from "./hours.ts";
import { ExceptionForm, Exceptions } from "./hours_pages.tsx";
import { OutsideNotice, type OutsideProps } from "./outside_pages.tsx";

const parts = [
  ["/settings", "settings_clinic"],
  ["/settings/people", "settings_people"],
  ["/settings/places", "settings_places"],
  ["/settings/closed-days", "settings_closed"],
  ["/settings/keys", "settings_keys"],
] as const;
export type SettingsPart = (typeof parts)[number][0];

interface SettingsProps {
  readonly frame: Frame;
  readonly language: StaffLanguage;
  readonly part: SettingsPart;
  readonly said?: string | undefined;
  readonly children?: Child;
}

/** The frame of all settings: what there is to set, and the part at hand. */
export function SettingsPage(props: SettingsProps) {
  const { frame, language, part, said, children } = props;
  const say = sayToStaff(language);
  const current = parts.find(([href]) => href === part) ?? parts[0];
  const title = say(current[1]);
  return (
    <Page {...frame} title={`${title} · ${say("nav_settings")}`}>
      <nav aria-label={say("nav_settings")}>
        <ul>
          {parts.map(([href, key]) => (
            <li>
              <a href={href} aria-current={href === part ? "page" : undefined}>
                {say(key)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <h1>{title}</h1>
      {said && <Notice>{said}</Notice>}
      {children}
    </Page>
  );
}

interface PlacesProps {
  readonly language: StaffLanguage;
  readonly places: readonly Place[];
  readonly mayWrite: boolean;
}

export function Places({ language, places, mayWrite }: PlacesProps) {
  const say = sayToStaff(language);
  return (
    <>
      <p>{say("places_help")}</p>
      {places.length === 0 && <p>{say("none")}</p>}
      <ul>
        {places.map(({ id, label, active }) => (
          <li>
            {label} {!active && `(${say("out_of_use")})`}
            {mayWrite && (
              <Act
                action={`/settings/places/${id}/${
                  active ? "removal" : "return"
                }`}
                label={active ? say("take_out") : say("take_back")}
                look="link"
              />
            )}
          </li>
        ))}
      </ul>
      {mayWrite && (
        <form method="post" action="/settings/places" class="narrow">
          <Field
            label={say("new_place")}
            name="label"
            required
            maxlength={80}
          />
          <button type="submit">{say("add")}</button>
        </form>
      )}
    </>
  );
}

interface ClosedProps {
  readonly language: StaffLanguage;
  readonly zone: string;
  readonly exceptions: readonly HoursException[];
  readonly today: Temporal.PlainDate;
  readonly outside: OutsideProps;
  readonly mayWrite: boolean;
  readonly typed: Readonly<Record<string, string>>;
  readonly wrong: ReadonlySet<string>;
}

/** Days on which the whole clinic is closed. */
export function ClosedDays(props: ClosedProps) {
  const say = sayToStaff(props.language);
  return (
    <>
      <p>{say("closed_help")}</p>
      <OutsideNotice {...props.outside} />
      <Exceptions {...props} path="/settings/closed-days" />
      {props.mayWrite && (
        <ExceptionForm {...props} path="/settings/closed-days" />
      )}
    </>
  );
}
