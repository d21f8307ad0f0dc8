import { Act, Choice, Field } from "../ui/form.tsx";
import { sayToStaff } from "../ui/messages/people.ts";
import { Notice } from "../ui/notice.tsx";
import { Table } from "../ui/table.tsx";
import { timesOf } from "../ui/time.ts";
import type { StaffLanguage } from "../ui/words.ts";
import type { ApiKey } from "./key_queries.ts";
import { apiScopes, type Role, roles } from "./permission.ts";
import type { Staff } from "./staff_queries.ts";

interface ListProps {
  readonly language: StaffLanguage;
  readonly staff: readonly Staff[];
  readonly mayWrite: boolean;
  readonly typed: Readonly<Record<string, string>>;
  readonly wrong: ReadonlySet<string>;
}

/** Everyone who may sign in, and the form that invites one more. */
export function StaffList(props: ListProps) {
  const { language, staff, mayWrite, wrong } = props;
  const say = sayToStaff(language);
  const heads = ["name", "login", "roles", "state"] as const;
  return (
    <>
      <Table
        caption={say("settings_people")}
        heads={heads.map((head) => say(head))}
      >
        {staff.map((one) => (
          <tr>
            <td>
              <a href={`/settings/people/${one.id}`}>{one.name}</a>
            </td>
            <td>{one.login}</td>
            <td>{one.roles.map((role) => say(`role_${role}`)).join(", ")}</td>
            <td>{say(stateOf(one))}</td>
          </tr>
        ))}
      </Table>
      {mayWrite && (
        <details open={wrong.size > 0}>
          <summary>{say("invite")}</summary>
          <StaffForm {...props} action="/settings/people" />
        </details>
      )}
    </>
  );
}

function stateOf({ disabledAt, hasPassword }: Staff) {
  if (disabledAt) return "state_left";
  return hasPassword ? "state_active" : "state_invited";
}

interface FormProps {
  readonly language: StaffLanguage;
  readonly action: string;
  readonly typed: Readonly<Record<string, string>>;
  readonly wrong: ReadonlySet<string>;
  /** Absent for someone new, who also chooses a login. */
  readonly one?: Staff;
  readonly disabled?: boolean;
}

function StaffForm(props: FormProps) {
  const { language, action, typed, wrong, one, disabled = false } = props;
  const say = sayToStaff(language);
  return (
    <form method="post" action={action} class="narrow">
      <fieldset disabled={disabled}>
        {one && <input type="hidden" name="version" value={one.version} />}
        <Field
          label={say("name")}
          name="name"
          value={typed.name ?? one?.name}
          wrong={wrong.has("name") ? say("wrong_name") : undefined}
          required
          maxlength={120}
          autocomplete="off"
        />
        {!one && (
          <Field
            label={say("login")}
            name="login"
            value={typed.login}
            wrong={wrong.has("login") ? say("wrong_new_login") : undefined}
            required
            maxlength={100}
            autocomplete="off"
          />
        )}
        <Field
          label={say("email")}
          name="email"
          type="email"
          value={typed.email ?? one?.email}
          wrong={wrong.has("email") ? say("wrong_email") : undefined}
          maxlength={200}
          autocomplete="off"
        />
        <Choice
          label={say("language")}
          name="language"
          value={typed.language ?? one?.language}
          options={[["de", "Deutsch"], ["en", "English"]]}
        />
        <Roles language={language} held={one?.roles ?? []} />
        {wrong.has("roles") && <span class="wrong">{say("wrong_roles")}</span>}
        <button type="submit" class="main">
          {one ? say("save") : say("invite")}
        </button>
      </fieldset>
    </form>
  );
}

function Roles({ language, held }: {
  readonly language: StaffLanguage;
  readonly held: readonly Role[];
}) {
  const say = sayToStaff(language);
  return (
    <fieldset>
      <legend>{say("roles")}</legend>
      {roles.map((role) => (
        <label>
          <input
            type="checkbox"
            name="roles"
            value={role}
            checked={held.includes(role)}
          />
          {say(`role_${role}`)}: {say(`role_${role}_means`)}
        </label>
      ))}
    </fieldset>
  );
}

interface OneProps {
  readonly language: StaffLanguage;
  readonly one: Staff;
  readonly mayWrite: boolean;
  readonly typed: Readonly<Record<string, string>>;
  readonly wrong: ReadonlySet<string>;
  readonly refused?: string | undefined;
}

/** One member of staff: name, roles, a new link, and leaving. */
export function StaffMember(props: OneProps) {
  const { language, one, mayWrite, refused } = props;
  const say = sayToStaff(language);
  const path = `/settings/people/${one.id}`;
  return (
    <>
      {refused && <Notice kind="wrong">{refused}</Notice>}
      <h2>{one.name}</h2>
      <p>
        {say("login")}: <code>{one.login}</code> · {say(stateOf(one))}
      </p>
      <StaffForm {...props} action={path} disabled={!mayWrite} />
      {mayWrite && (
        <>
          <h2>{say("link")}</h2>
          <p>{say("link_help")}</p>
          <Act action={`${path}/link`} label={say("make_link")} />
          <h2>{say("leaving")}</h2>
          <p>{say("leaving_help")}</p>
          {one.disabledAt
            ? <Act action={`${path}/return`} label={say("let_return")} />
            : (
              <Act
                action={`${path}/leaving`}
                label={say("let_leave")}
                look="grave"
              />
            )}
        </>
      )}
      <p>
        <a href="/settings/people">{say("settings_people")}</a>
      </p>
    </>
  );
}

interface SecretProps {
  readonly language: StaffLanguage;
  readonly label: string;
  readonly help: string;
  readonly secret: string;
  readonly back: string;
}

/** Something that is told once and never again. */
export function ToldOnce({ language, label, help, secret, back }: SecretProps) {
  return (
    <section>
      <h2>{label}</h2>
      <Notice kind="heed">{help}</Notice>
      <p>
        <code class="secret">{secret}</code>
      </p>
      <p>
        <a href={back}>{sayToStaff(language)("written_down")}</a>
      </p>
    </section>
  );
}

interface KeysProps {
  readonly language: StaffLanguage;
  readonly zone: string;
  readonly keys: readonly ApiKey[];
  readonly mayWrite: boolean;
  readonly typed: Readonly<Record<string, string>>;
  readonly wrong: ReadonlySet<string>;
}

/** The keys of other systems: what each may, when it was last used. */
export function Keys(props: KeysProps) {
  const { language, zone, keys, mayWrite } = props;
  const say = sayToStaff(language);
  const times = timesOf(language, zone);
  const heads = ["name", "key_scopes", "key_used", "state"] as const;
  return (
    <>
      <p>
        {say("keys_help")} <a href="/api/docs">/api/docs</a>
      </p>
      {keys.length === 0 ? <p>{say("none")}</p> : (
        <Table
          caption={say("settings_keys")}
          heads={heads.map((head) => say(head))}
        >
          {keys.map((key) => (
            <tr>
              <td>{key.name}</td>
              <td>
                <code>{key.scopes.join(" ")}</code>
              </td>
              <td>
                {key.lastUsedAt
                  ? times.dayAndClock(key.lastUsedAt)
                  : say("never")}
              </td>
              <td>
                {key.revokedAt ? say("key_revoked") : mayWrite && (
                  <Act
                    action={`/settings/keys/${key.id}/revocation`}
                    label={say("revoke")}
                    look="link"
                  />
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
      {mayWrite && <KeyForm {...props} />}
    </>
  );
}

function KeyForm({ language, typed, wrong }: KeysProps) {
  const say = sayToStaff(language);
  return (
    <details open={wrong.size > 0}>
      <summary>{say("new_key")}</summary>
      <form method="post" action="/settings/keys" class="narrow">
        <Field
          label={say("key_name")}
          name="name"
          value={typed.name}
          wrong={wrong.has("name") ? say("wrong_name") : undefined}
          required
          maxlength={80}
          autocomplete="off"
        />
        <fieldset>
          <legend>{say("key_scopes")}</legend>
          {apiScopes.map((scope) => (
            <label>
              <input type="checkbox" name="scopes" value={scope} />
              <code>{scope}</code>
            </label>
          ))}
        </fieldset>
        {wrong.has("scopes") && <span class="wrong">{say("wrong_scopes")}
        </span>}
        <button type="submit" class="main">{say("new_key")}</button>
      </form>
    </details>
  );
}
