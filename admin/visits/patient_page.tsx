import type { Child } from "hono/jsx";
import { sayToPatient } from "../ui/messages/patient.ts";
import { Page } from "../ui/page.tsx";
import {
  directionOf,
  type Language,
  languageNames,
  languages,
  tagOf,
} from "../ui/words.ts";

/** What every page for patients shows of the clinic. */
export interface House {
  readonly clinicName: string;
  readonly helpNumber: string;
  readonly helpHours: string;
  readonly demo: boolean;
}

interface PatientPageProps {
  readonly language: Language;
  readonly house: House;
  /** What changes, first: "14:29". */
  readonly title: string;
  readonly heading: string;
  /** The page's own path, for the other languages; none where a form led. */
  readonly path?: string;
  readonly scripts?: readonly string[];
  /** Seconds after which a browser without script looks again. */
  readonly refreshSeconds?: number;
  readonly children?: Child;
}

/** One column, large type, whom to call, and the other languages. */
export function PatientPage(props: PatientPageProps) {
  const { language, house, title, heading, path, refreshSeconds } = props;
  const say = sayToPatient(language);
  return (
    <Page
      title={title}
      lang={tagOf(language)}
      dir={directionOf(language)}
      look="roomy"
      styles={["patient"]}
      {...props.scripts && { scripts: props.scripts }}
      {...refreshSeconds && { refreshSeconds }}
      {...house.demo && { demo: say("demo") }}
    >
      <h1>{heading}</h1>
      {props.children}
      <Help language={language} house={house} />
      {path && <Languages language={language} path={path} />}
    </Page>
  );
}

/** A name or number in its own direction, inside a sentence of any other. */
export function apart(text: string): string {
  return `\u2068${text}\u2069`;
}

/** The number that staff answer, ready to be tapped. */
export function phoneLink(number: string): string {
  return `tel:${number.replace(/[^\d+]/g, "")}`;
}

function Help(
  { language, house }: Pick<PatientPageProps, "language" | "house">,
) {
  const say = sayToPatient(language);
  return (
    <aside class="help">
      <p>
        {say("help")}{" "}
        <a href={phoneLink(house.helpNumber)} dir="ltr">
          {house.helpNumber}
        </a>
        {house.helpHours && <span dir="auto">{` (${house.helpHours})`}</span>}
        <br />
        <small>{say("emergency")}</small>
      </p>
    </aside>
  );
}

function Languages({ language, path }: {
  readonly language: Language;
  readonly path: string;
}) {
  return (
    <nav class="languages" aria-label={sayToPatient(language)("languages")}>
      <ul>
        {languages.map((other) => (
          <li>
            <a
              href={`${path}?l=${other}`}
              lang={tagOf(other)}
              dir={directionOf(other)}
              aria-current={other === language ? "true" : undefined}
            >
              {languageNames[other]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
