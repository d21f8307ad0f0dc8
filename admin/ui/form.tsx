import type { Child } from "hono/jsx";

interface FieldProps {
  readonly label: string;
  readonly name: string;
  readonly type?: string;
  readonly value?: string | undefined;
  readonly hint?: string;
  /** What is wrong with the value and what would do. */
  readonly wrong?: string | undefined;
  readonly required?: boolean;
  readonly autocomplete?: string;
  readonly autofocus?: boolean;
  readonly min?: string | number;
  readonly max?: string | number;
  readonly step?: string | number;
  readonly maxlength?: number;
  readonly minlength?: number;
  readonly inputmode?: "text" | "tel" | "email" | "numeric";
  readonly list?: string;
}

/** A labelled field with its hint and, when it was refused, the reason. */
export function Field(props: FieldProps) {
  const { label, name, hint, wrong, type = "text", ...rest } = props;
  const told = describedBy(name, hint, wrong);
  return (
    <label>
      {label}
      <input
        {...rest}
        type={type}
        name={name}
        aria-describedby={told}
        aria-invalid={wrong ? "true" : undefined}
      />
      <Told name={name} hint={hint} wrong={wrong} />
    </label>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly name: string;
  readonly value?: string | undefined;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly hint?: string;
  readonly wrong?: string | undefined;
  readonly required?: boolean;
}

/** One of several, as the browser's own list. */
export function Choice(props: ChoiceProps) {
  const { label, name, value, options, hint, wrong, required } = props;
  return (
    <label>
      {label}
      <select
        name={name}
        required={required}
        aria-describedby={describedBy(name, hint, wrong)}
        aria-invalid={wrong ? "true" : undefined}
      >
        {options.map(([option, text]) => (
          <option value={option} selected={option === value}>{text}</option>
        ))}
      </select>
      <Told name={name} hint={hint} wrong={wrong} />
    </label>
  );
}

interface AreaProps {
  readonly label: string;
  readonly name: string;
  readonly rows: number;
  readonly value: string;
  readonly hint?: string;
  readonly wrong?: string | undefined;
  readonly maxlength?: number;
}

/** A few lines of text. */
export function Area(props: AreaProps) {
  const { label, name, rows, value, hint, wrong, maxlength } = props;
  return (
    <label>
      {label}
      <textarea
        name={name}
        rows={rows}
        maxlength={maxlength}
        autocomplete="off"
        aria-describedby={describedBy(name, hint, wrong)}
        aria-invalid={wrong ? "true" : undefined}
      >
        {value}
      </textarea>
      <Told name={name} hint={hint} wrong={wrong} />
    </label>
  );
}

/** A box to tick; nothing is sent when it is not. */
export function Tick({ label, name, isTicked }: {
  readonly label: string;
  readonly name: string;
  readonly isTicked: boolean;
}) {
  return (
    <label>
      <input type="checkbox" name={name} value="1" checked={isTicked} />
      {label}
    </label>
  );
}

interface ToldProps {
  readonly name: string;
  readonly hint?: string | undefined;
  readonly wrong?: string | undefined;
}

function Told({ name, hint, wrong }: ToldProps) {
  return (
    <>
      {hint && <span class="hint" id={`${name}-hint`}>{hint}</span>}
      {wrong && <span class="wrong" id={`${name}-wrong`}>{wrong}</span>}
    </>
  );
}

function describedBy(name: string, hint?: string, wrong?: string) {
  const ids = [wrong && `${name}-wrong`, hint && `${name}-hint`];
  return ids.filter(Boolean).join(" ") || undefined;
}

interface ActProps {
  /** Where the act is posted to: acts are nouns, `/appointments/7/move`. */
  readonly action: string;
  readonly label: string;
  readonly look?: "main" | "quiet" | "link" | "grave";
  readonly hidden?: Readonly<Record<string, string | number | undefined>>;
  /** The key that does the same, for `aria-keyshortcuts` and the scripts. */
  readonly hotkey?: string;
  readonly children?: Child;
}

/** One button that does one thing, as a form of its own. */
export function Act(props: ActProps) {
  const { action, label, look = "quiet", hidden = {}, hotkey } = props;
  return (
    <form method="post" action={action}>
      {Object.entries(hidden).map(([name, value]) =>
        value === undefined
          ? null
          : <input type="hidden" name={name} value={value} />
      )}
      {props.children}
      <button type="submit" class={look} aria-keyshortcuts={hotkey}>
        {label}
      </button>
    </form>
  );
}
