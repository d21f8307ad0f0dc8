import { Document } from "../ui/document.tsx";
import type { Child } from "hono/jsx";
import { directionOf, languageNames, tagOf } from "../ui/words.ts";
import { clinicWords, staffLanguageOf } from "./clinic_paper.ts";
import { patientWords } from "./patient_words.ts";
import type { CodeDrawing, SheetCodes, SheetFacts } from "./sheet.ts";

interface SheetProps {
  readonly facts: SheetFacts;
  /** Both codes of the sheet's link, from the printer. */
  readonly codes: SheetCodes;
  /** Where this sheet's PDF is. */
  readonly pdf?: string;
}

/** The sheet as a page: the same words and codes, printable as they are. */
export function SheetPage(props: SheetProps) {
  return props.facts.whose === "patient"
    ? <PatientSheetPage {...props} />
    : <ClinicSheetPage {...props} />;
}

function SheetFrame({ title, language, whose, pdf, isLarge, children }: {
  readonly title: string;
  readonly isLarge?: boolean | undefined;
  readonly language: SheetFacts["language"];
  readonly whose: SheetFacts["whose"];
  readonly pdf: string | undefined;
  readonly children: Child;
}) {
  return (
    <Document>
      <html lang={tagOf(language)} dir={directionOf(language)}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <title>{title} · Visite</title>
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href="/static/sheet.css" />
        </head>
        <body class={`sheet ${whose}${isLarge ? " large" : ""}`}>
          <main>{children}</main>
          {pdf && (
            <nav class="no-print">
              <a href={pdf} type="application/pdf">PDF</a>
            </nav>
          )}
        </body>
      </html>
    </Document>
  );
}

function PatientSheetPage({ facts, codes, pdf }: SheetProps) {
  const words = patientWords(facts);
  const { clinic, link } = facts;
  return (
    <SheetFrame
      title={words.title}
      language={facts.language}
      whose="patient"
      isLarge={facts.isLarge}
      pdf={pdf}
    >
      {clinic.logo && <img class="logo" src="/logo" alt="" />}
      <p class="sender">
        <bdi>{clinic.name}</bdi>
      </p>
      <Notices words={words} />
      <Addressee facts={facts} />
      <h1>{words.title}</h1>
      <p>{words.with}</p>
      <p class="when">{words.when}</p>
      {words.zone && <p>{words.zone}</p>}
      <PatientCodes words={words} codes={codes} />
      <p>
        <strong>{words.link}</strong> <a href={link} dir="ltr">{link}</a>
      </p>
      <h2>{words.stepsTitle}</h2>
      <ol>{words.steps.map((step) => <li>{step}</li>)}</ol>
      <p>
        {words.help}{" "}
        <a dir="ltr" href={telephone(clinic.helpNumber)}>{clinic.helpNumber}</a>
        {clinic.helpHours && (
          <>
            <br />
            <bdi>{words.hours}</bdi>
          </>
        )}
      </p>
      <p>
        <strong>{words.emergency}</strong>
      </p>
      <p>
        <strong>{words.private}</strong>
      </p>
      {words.otherLanguages.length > 0 && (
        <p>
          {words.languages} {words.otherLanguages.map((language, i) => (
            <>
              {i > 0 && ", "}
              <span lang={tagOf(language)}>{languageNames[language]}</span>
            </>
          ))}
        </p>
      )}
      <p class="small">{words.reference} · {words.version}</p>
    </SheetFrame>
  );
}

/** Whom the sheet goes to; with the postal address where there is one. */
function Addressee({ facts }: { readonly facts: SheetFacts }) {
  return (
    <p class="lines">
      <bdi>{facts.patientName}</bdi>
      {facts.address && (
        <>
          <br />
          <bdi>{facts.address}</bdi>
        </>
      )}
    </p>
  );
}

function PatientCodes({ words, codes }: {
  readonly words: ReturnType<typeof patientWords>;
  readonly codes: SheetCodes;
}) {
  return (
    <div class="codes">
      <Code drawing={codes.qr} alt={words.qrAlt} />
      <div>
        <p>
          <strong>{words.scan}</strong>
        </p>
        <p>
          {words.type} <bdi dir="ltr">{words.address}</bdi>
        </p>
        <p class="handle">
          <bdi dir="ltr">{words.groups.join(" ")}</bdi>
        </p>
      </div>
      <figure>
        <Code drawing={codes.matrix} alt={words.matrixAlt} />
        <figcaption>{words.scanner}</figcaption>
      </figure>
    </div>
  );
}

function ClinicSheetPage({ facts, codes, pdf }: SheetProps) {
  const words = clinicWords(facts);
  return (
    <SheetFrame
      title={words.title}
      language={staffLanguageOf(facts)}
      whose="clinician"
      pdf={pdf}
    >
      <p class="band">{words.band}</p>
      <Notices words={words} />
      <h1>{words.title}</h1>
      <p class="when">{words.when}</p>
      <p>{words.length}. {words.told}</p>
      {words.zone && <p>{words.zone}</p>}
      <h2>{words.patient}</h2>
      {words.about.map((line) => <p>{line}</p>)}
      <p>
        {words.phone}: <strong>{words.phoneNumber}</strong>
      </p>
      <p>{words.next}</p>
      <div class="codes">
        <Code drawing={codes.qr} alt={words.qrAlt} />
        <div>
          <p>{words.code}</p>
          <p>
            {words.link} <a href={facts.link}>{facts.link}</a>
          </p>
        </div>
        <Code drawing={codes.matrix} alt={words.matrixAlt} />
      </div>
      <h2>{words.checklist}</h2>
      <ul class="checks">{words.checks.map((check) => <li>{check}</li>)}</ul>
      <h2>{words.notes}</h2>
      <div class="notes"></div>
      <p class="small">{words.reference}</p>
    </SheetFrame>
  );
}

function Notices({ words }: {
  readonly words: {
    readonly demo: string | null;
    readonly test: string | null;
  };
}) {
  return (
    <>
      {words.demo && <p class="notice">{words.demo}</p>}
      {words.test && <p class="notice">{words.test}</p>}
    </>
  );
}

/** A code with its quiet zone, as a picture that names the address. */
function Code({ drawing, alt }: {
  readonly drawing: CodeDrawing;
  readonly alt: string;
}) {
  const { modules, quiet, path, symbology } = drawing;
  const side = modules + 2 * quiet;
  return (
    <svg
      class={`code ${symbology}`}
      role="img"
      aria-label={alt}
      viewBox={`${-quiet} ${-quiet} ${side} ${side}`}
      shape-rendering="crispEdges"
    >
      <rect x={-quiet} y={-quiet} width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

function telephone(number: string): string {
  return `tel:${number.replace(/[^+\d]/g, "")}`;
}
