import { Act, Choice, Field } from "../ui/form.tsx";
import { sayToStaff } from "../ui/messages/people.ts";
import { Notice } from "../ui/notice.tsx";
import { type Frame, Page } from "../ui/page.tsx";
import { type StaffLanguage, tagOf } from "../ui/words.ts";
import { passwordLetters } from "./password.ts";
import type { Person } from "./person.ts";

interface SignInProps {
  readonly language: StaffLanguage;
  readonly clinicName: string | undefined;
  readonly next: string;
  readonly login?: string;
  /** Said the same for an unknown login and a wrong password. */
  readonly failed?: boolean;
}

export function SignInPage(props: SignInProps) {
  const { language, clinicName, next, login, failed } = props;
  const say = sayToStaff(language);
  return (
    <Page title={say("sign_in")} lang={tagOf(language)} look="roomy">
      <h1>{clinicName ? say("sign_in_to", { clinicName }) : say("sign_in")}</h1>
      {failed && <Notice kind="wrong">{say("sign_in_failed")}</Notice>}
      <form method="post" action="/sign-in" class="narrow">
        <input type="hidden" name="next" value={next} />
        <Field
          label={say("login")}
          name="login"
          value={login}
          autocomplete="username"
          autofocus
          required
          maxlength={100}
        />
        <Field
          label={say("password")}
          name="password"
          type="password"
          autocomplete="current-password"
          required
        />
        <button type="submit" class="main">{say("sign_in")}</button>
      </form>
      <p class="hint">{say("sign_in_help")}</p>
    </Page>
  );
}

interface PasswordProps {
  readonly language: StaffLanguage;
  readonly action: string;
  readonly name: string;
  readonly login: string;
  readonly fault?: string | undefined;
}

/** Where an invitation or a reset leads: choosing a password, and nothing else. */
export function ChoosePasswordPage(props: PasswordProps) {
  const { language, action, name, login, fault } = props;
  const say = sayToStaff(language);
  return (
    <Page title={say("choose_password")} lang={tagOf(language)} look="roomy">
      <h1>{say("choose_password")}</h1>
      <p>{say("choose_password_for", { name, login })}</p>
      <form method="post" action={action} class="narrow">
        <input
          type="hidden"
          name="username"
          value={login}
          autocomplete="username"
        />
        <NewPassword language={language} fault={fault} />
        <button type="submit" class="main">{say("save_and_sign_in")}</button>
      </form>
    </Page>
  );
}

export function NewPassword({ language, fault }: {
  readonly language: StaffLanguage;
  readonly fault?: string | undefined;
}) {
  const say = sayToStaff(language);
  return (
    <Field
      label={say("new_password")}
      name="password"
      type="password"
      autocomplete="new-password"
      hint={say("new_password_hint", { count: passwordLetters.min })}
      wrong={fault}
      minlength={passwordLetters.min}
      required
    />
  );
}

/** One page for every link that does not work: used, old or never made. */
export function DeadLinkPage({ language }: { language: StaffLanguage }) {
  const say = sayToStaff(language);
  return (
    <Page title={say("dead_link")} lang={tagOf(language)} look="roomy">
      <h1>{say("dead_link")}</h1>
      <p>{say("dead_link_help")}</p>
      <p>
        <a href="/sign-in">{say("sign_in")}</a>
      </p>
    </Page>
  );
}

interface FirstPersonProps {
  readonly language: StaffLanguage;
  readonly action: string;
  readonly typed: Readonly<Record<string, string>>;
  readonly wrong: ReadonlySet<string>;
  readonly fault?: string | undefined;
}

/** The first minute of an installation: the clinic, and who runs it. */
export function FirstPersonPage(props: FirstPersonProps) {
  const { language, action, typed, wrong, fault } = props;
  const say = sayToStaff(language);
  const field = (name: "clinic" | "help_number" | "name" | "login") => ({
    name,
    label: say(`first_${name}`),
    value: typed[name],
    wrong: wrong.has(name) ? say(`wrong_${name}`) : undefined,
    required: true,
  });
  return (
    <Page title={say("first_person")} lang={tagOf(language)} look="roomy">
      <h1>{say("first_person")}</h1>
      <p>{say("first_person_help")}</p>
      <form method="post" action={action} class="narrow">
        <Field {...field("clinic")} maxlength={120} autofocus />
        <ZoneField
          language={language}
          value={typed.zone ?? "Europe/Berlin"}
          isWrong={wrong.has("zone")}
        />
        <Field {...field("help_number")} maxlength={40} inputmode="tel" />
        <Field {...field("name")} maxlength={120} autocomplete="name" />
        <Field {...field("login")} maxlength={100} autocomplete="username" />
        <NewPassword language={language} fault={fault} />
        <label>
          <input type="checkbox" name="coordinator" value="yes" checked />
          {say("first_coordinator")}
        </label>
        <button type="submit" class="main">{say("save_and_sign_in")}</button>
      </form>
    </Page>
  );
}

/** The clinic's time zone, typed with the browser's help. */
export function ZoneField({ language, value, isWrong }: {
  readonly language: StaffLanguage;
  readonly value: string;
  readonly isWrong: boolean;
}) {
  const say = sayToStaff(language);
  return (
    <>
      <Field
        label={say("zone")}
        name="zone"
        value={value}
        hint={say("zone_hint")}
        wrong={isWrong ? say("wrong_zone") : undefined}
        list="zones"
        required
      />
      <datalist id="zones">
        {Intl.supportedValuesOf("timeZone").map((zone) => (
          <option value={zone}></option>
        ))}
      </datalist>
    </>
  );
}

interface MeProps {
  readonly frame: Frame;
  readonly person: Person;
  readonly said?: string | undefined;
  readonly fault?: string | undefined;
  readonly isWrongPassword?: boolean;
}

/** What a person changes about their own sign-in. */
export function MePage(props: MeProps) {
  const { frame, person, said, fault, isWrongPassword } = props;
  const say = sayToStaff(person.language);
  return (
    <Page {...frame} title={say("nav_me")}>
      <h1>{say("nav_me")}</h1>
      {said && <Notice>{said}</Notice>}
      <p>{say("me_is", { name: person.name, login: person.login })}</p>
      <ul>
        {person.roles.map((role) => <li>{say(`role_${role}`)}</li>)}
      </ul>
      <h2>{say("change_password")}</h2>
      <form method="post" action="/me/password" class="narrow">
        <Field
          label={say("old_password")}
          name="old"
          type="password"
          autocomplete="current-password"
          wrong={isWrongPassword ? say("wrong_old") : undefined}
          required
        />
        <NewPassword language={person.language} fault={fault} />
        <button type="submit" class="main">{say("change_password")}</button>
        <p class="hint">{say("change_password_help")}</p>
      </form>
      <h2>{say("language")}</h2>
      <form method="post" action="/me/language" class="narrow">
        <Choice
          label={say("language")}
          name="language"
          value={person.language}
          options={[["de", "Deutsch"], ["en", "English"]]}
        />
        <button type="submit">{say("save")}</button>
      </form>
      <h2>{say("sign_out")}</h2>
      <Act action="/sign-out" label={say("sign_out")} />
    </Page>
  );
}
