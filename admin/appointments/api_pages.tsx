import type { Child } from "hono/jsx";
import { Page } from "../ui/page.tsx";
import { problemTypes } from "./problem_types.ts";

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly example?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: Schema;
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<
    Record<
      string,
      { readonly description: string; readonly content?: Content }
    >
  >;
}

/** The parts of an OpenAPI document that its page shows. */
export interface ApiDocument {
  readonly info: { readonly title: string; readonly description?: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

const example = `curl https://your.clinic.example/api/v1/appointment-requests \\
  -H 'Authorization: Bearer visite_…' \\
  -H 'Content-Type: application/json' \\
  -H 'Accept: application/pdf' -o sheets.pdf \\
  -d '{"patient": {"name": "Piet Jansen"}, "minutes": 20,
       "windows": [{"from": "2026-11-25T14:00:00+01:00",
                    "to": "2026-11-25T16:00:00+01:00"}]}'`;

/** The API for people who program: made from its own description. */
export function ApiPage({ document }: { readonly document: ApiDocument }) {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      operation,
    }))
  );
  const usual = usualAnswers(operations.map(({ operation }) => operation));
  return (
    <Page title="The API" lang="en">
      <h1>The API</h1>
      <p>{withCode(document.info.description ?? "")}</p>
      <p>
        Send a key from the settings as{" "}
        <code>Authorization: Bearer</code>. For programs:{" "}
        <a href="/api/openapi.json">openapi.json</a> (OpenAPI 3.1).
      </p>
      <pre tabindex={0}><code>{example}</code></pre>
      <h2>Calls</h2>
      <ul>
        {operations.map((one) => (
          <li>
            <a href={`#${anchorOf(one)}`}>
              <code>{one.method} {breakable(one.path)}</code>
            </a>{" "}
            {one.operation.summary}
          </li>
        ))}
      </ul>
      {operations.map((one) => <Call {...one} usual={usual} />)}
      <h2>Answers that every call may give</h2>
      <Answers responses={usual} />
      <h2>Problems</h2>
      <p>
        The <code>type</code> of a refusal is <code>urn:visite:problem:</code>
        {" "}
        and one of these. Conflicts of time bring <code>alternatives</code>.
      </p>
      <dl>
        {Object.entries(problemTypes).map(([type, meaning]) => (
          <>
            <dt>
              <code>{type}</code>
            </dt>
            <dd>{withCode(meaning)}</dd>
          </>
        ))}
      </dl>
      <h2>Shapes</h2>
      {Object.entries(document.components?.schemas ?? {}).map((
        [name, schema],
      ) => <Shape name={name} schema={schema} />)}
    </Page>
  );
}

type Responses = Operation["responses"];

interface Named {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

interface CallProps extends Named {
  readonly usual: Responses;
}

/** The answers that all calls have in common: told once. */
function usualAnswers([first, ...others]: readonly Operation[]): Responses {
  return Object.fromEntries(
    Object.entries(first?.responses ?? {}).filter(([status]) =>
      others.every(({ responses }) => status in responses) && status !== "200"
    ),
  );
}

function anchorOf({ method, path }: Named): string {
  return `${method}-${path.replace(/[^a-z0-9]+/gi, "-")}`.toLowerCase();
}

function Call(props: CallProps) {
  const { operation: { summary, description, parameters = [], ...rest } } =
    props;
  const body = rest.requestBody?.content["application/json"]?.schema;
  return (
    <section>
      <h3 id={anchorOf(props)}>
        <code>{props.method} {breakable(props.path)}</code>
      </h3>
      <p>{summary}. {withCode(description ?? "")}</p>
      {body && <p>Body: {said(body)}</p>}
      {parameters.length > 0 && (
        <ul>
          {parameters.map((parameter) => (
            <li>
              <code>{parameter.name}</code> ({parameter.in}
              {parameter.required ? ", needed" : ""}):{" "}
              {parameter.schema && said(parameter.schema)}{" "}
              {withCode(parameter.description ?? "")}
            </li>
          ))}
        </ul>
      )}
      <Answers
        responses={Object.fromEntries(
          Object.entries(rest.responses)
            .filter(([status]) => !(status in props.usual)),
        )}
      />
    </section>
  );
}

function Answers({ responses }: { readonly responses: Responses }) {
  return (
    <ul>
      {Object.entries(responses).map(([status, answer]) => (
        <li>
          <strong>{status}</strong> {withCode(answer.description)}{" "}
          {Object.entries(answer.content ?? {}).map(([type, { schema }]) => (
            <>
              <code>{type}</code> {schema?.$ref && said(schema)}
              {" "}
            </>
          ))}
        </li>
      ))}
    </ul>
  );
}

/** A long path may break before each of its parts. */
function breakable(path: string): Child {
  return path.split("/").map((part, i) =>
    i === 0 ? part : (
      <>
        <wbr />/{part}
      </>
    )
  );
}

function Shape({ name, schema }: {
  readonly name: string;
  readonly schema: Schema;
}) {
  return (
    <section>
      <h3 id={`shape-${name.toLowerCase()}`}>{name}</h3>
      <ul>
        {Object.entries(schema.properties ?? {}).map(([property, inner]) => (
          <li>
            <code>{property}</code>
            {schema.required?.includes(property) ? " (always)" : ""}:{" "}
            {said(inner)} {withCode(inner.description ?? "")}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Text with what stands between backticks set as code. */
function withCode(text: string): Child {
  return text.split("`").map((part, i) =>
    i % 2 === 1 ? <code>{part}</code> : part
  );
}

/** What a value may be, in a few words. */
function said(schema: Schema): Child {
  const name = schema.$ref?.split("/").at(-1);
  if (name) return <a href={`#shape-${name.toLowerCase()}`}>{name}</a>;
  if (schema.anyOf) {
    return (
      <>
        {schema.anyOf.map((one, i) => (
          <>
            {i > 0 ? " or " : ""}
            {said(one)}
          </>
        ))}
      </>
    );
  }
  if (schema.items) return <>list of {said(schema.items)}</>;
  if (schema.properties) {
    return (
      <>
        {"{ "}
        {Object.entries(schema.properties).map(([property, inner], i) => (
          <>
            {i > 0 ? ", " : ""}
            <code>{property}</code>: {said(inner)}
          </>
        ))}
        {" }"}
      </>
    );
  }
  return <span>{plainly(schema)}</span>;
}

function plainly(schema: Schema): string {
  if (schema.enum) return schema.enum.map(String).join(" | ");
  const { minimum, maximum, format, example } = schema;
  return [
    format ?? String(schema.type ?? "anything"),
    minimum !== undefined && maximum !== undefined
      ? `${minimum}–${maximum}`
      : "",
    example !== undefined ? `such as ${String(example)}` : "",
  ].filter((part) => part !== "").join(", ");
}
