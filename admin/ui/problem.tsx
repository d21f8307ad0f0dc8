import { type Refusal, refusalStatus } from "../base/refusal.ts";
import ar from "./messages/problem.ar.json" with { type: "json" };
import deSimple from "./messages/problem.de-simple.json" with { type: "json" };
import de from "./messages/problem.de.json" with { type: "json" };
import en from "./messages/problem.en.json" with { type: "json" };
import uk from "./messages/problem.uk.json" with { type: "json" };
import { Page } from "./page.tsx";
import { directionOf, type Language, tagOf, words } from "./words.ts";

const sayOnProblem = words({ en, de, ar, uk, "de-simple": deSimple });

/** A refusal as machines read it: RFC 9457, `application/problem+json`. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly [more: string]: unknown;
}

/** The problem that a refusal is. Its type is stable; see `/api/docs`. */
export function problemOf(refusal: Refusal): Problem {
  const { kind, message, options } = refusal;
  const { problem = kind, fields, more } = options;
  return {
    ...more,
    type: `urn:visite:problem:${problem.replaceAll("_", "-")}`,
    title: sayOnProblem("en")(kind),
    status: refusalStatus[kind],
    detail: message,
    ...fields && { errors: fields },
  };
}

/** The problem that a fault is: only the reference tells it from others. */
export function faultProblem(reference: string): Problem {
  return {
    type: "urn:visite:problem:fault",
    title: sayOnProblem("en")("fault"),
    status: 500,
    detail: `Reference: ${reference}`,
    reference,
  };
}

/** A refusal as people read it: its own sentence is English, for programs. */
export function RefusalPage({ refusal, language }: {
  readonly refusal: Refusal;
  readonly language: Language;
}) {
  const say = sayOnProblem(language);
  return (
    <ProblemPage
      language={language}
      title={say(refusal.kind)}
      detail={language === "en" || refusal.options.isSaid
        ? refusal.message
        : say(`${refusal.kind}.detail`)}
    />
  );
}

/** The page for an address where nothing stands. */
export function NothingHerePage({ language }: { readonly language: Language }) {
  const say = sayOnProblem(language);
  return (
    <ProblemPage
      language={language}
      title={say("not_found")}
      detail={say("not_found.detail")}
    />
  );
}

/** The page for a fault of ours. */
export function FaultPage({ reference, language }: {
  readonly reference: string;
  readonly language: Language;
}) {
  const say = sayOnProblem(language);
  return (
    <ProblemPage
      language={language}
      title={say("fault")}
      detail={say("fault.detail")}
      reference={say("reference", { reference })}
    />
  );
}

function ProblemPage({ language, title, detail, reference }: {
  readonly language: Language;
  readonly title: string;
  readonly detail: string;
  readonly reference?: string;
}) {
  return (
    <Page title={title} lang={tagOf(language)} dir={directionOf(language)}>
      <h1>{title}</h1>
      <p role="alert">{detail}</p>
      {reference && <p>{reference}</p>}
      <p>
        <a href="/">{sayOnProblem(language)("back")}</a>
      </p>
    </Page>
  );
}
