import type { Child } from "hono/jsx";
import { shownAt } from "../appointments/mod.ts";
import { sayToPatient } from "../ui/messages/patient.ts";
import type { Language } from "../ui/words.ts";
import type { Invited } from "./link_pages.tsx";
import type { Step } from "./lobby.ts";
import { momentsOf } from "./moment.ts";
import { apart, type House, PatientPage } from "./patient_page.tsx";

interface PlaceProps {
  readonly language: Language;
  readonly house: House;
}

interface LobbyProps extends PlaceProps {
  readonly invited: Invited;
  readonly step: Step;
}

/** The sentence that says how it stands, the same for page and script. */
export function lobbyLine(
  language: Language,
  step: Step,
  invited: Pick<Invited, "clinicianName" | "startsAt" | "leadMinutes" | "zone">,
): string {
  const say = sayToPatient(language);
  const clinician = apart(invited.clinicianName);
  if (step === "go") return say("lobby.ready");
  if (step === "late") return say("lobby.late", { clinician });
  const shown = shownAt(invited);
  const time = apart(momentsOf(language, invited.zone).clock(shown));
  return say("lobby.soon", { clinician, time });
}

/** Where a patient waits: that they are expected, and what comes next. */
export function LobbyPage({ language, house, invited, step }: LobbyProps) {
  const say = sayToPatient(language);
  return (
    <PatientPage
      language={language}
      house={house}
      title={say("lobby.title")}
      heading={say("lobby.heading")}
      path="/waiting"
      scripts={["waiting"]}
      refreshSeconds={5}
    >
      <div id="waiting" data-language={language}>
        <p
          class="line"
          role="status"
          aria-live="polite"
          data-offline={say("lobby.offline")}
        >
          {lobbyLine(language, step, invited)}
        </p>
        <p>{say("lobby.itself")}</p>
      </div>
      <noscript>
        <p>{say("script.off")}</p>
        <form method="post" action="/waiting/presence">
          <input type="hidden" name="l" value={language} />
          <button type="submit" class="quiet">{say("lobby.here")}</button>
        </form>
      </noscript>
      <Steps language={language} clinician={apart(invited.clinicianName)} />
    </PatientPage>
  );
}

/** What comes next, in three pictures with a line each. */
function Steps({ language, clinician }: {
  readonly language: Language;
  readonly clinician: string;
}) {
  const say = sayToPatient(language);
  return (
    <section class="steps">
      <h2>{say("lobby.next")}</h2>
      <ol>
        <li>
          <Picture>
            <rect x="14" y="6" width="20" height="36" rx="3" />
            <path d="M21 37h6" />
            <circle cx="24" cy="20" r="5" />
            <path d="M24 17v3l2 2" />
          </Picture>
          {say("lobby.step1")}
        </li>
        <li>
          <Picture>
            <path d="M12 42V8h18v34M8 42h32M30 12l8 4v26" />
            <circle cx="26" cy="26" r="1.5" />
          </Picture>
          {say("lobby.step2", { clinician })}
        </li>
        <li>
          <Picture>
            <circle cx="15" cy="18" r="6" />
            <path d="M5 38c0-7 4-11 10-11s10 4 10 11" />
            <circle cx="34" cy="18" r="6" />
            <path d="M28 29c2-1.500 4-2 6-2 6 0 10 4 10 11" />
          </Picture>
          {say("lobby.step3")}
        </li>
      </ol>
    </section>
  );
}

function Picture({ children }: { readonly children?: Child }) {
  return (
    <svg
      viewBox="0 0 48 48"
      width="72"
      height="72"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

/** Someone whose cookie is gone: the printed link makes it anew. */
export function AgainPage({ language, house }: PlaceProps) {
  const say = sayToPatient(language);
  return (
    <PatientPage
      language={language}
      house={house}
      title={say("lobby.title")}
      heading={say("again.heading")}
      path="/waiting"
    >
      <p>{say("again")}</p>
      <p>
        <a href={`/P?l=${language}`} class="button">{say("again.type")}</a>
      </p>
    </PatientPage>
  );
}

/** A visit that was called off while the patient waited. */
export function CalledOffPage(props: PlaceProps & { invited: Invited }) {
  const { language, house, invited } = props;
  const say = sayToPatient(language);
  const moments = momentsOf(language, invited.zone);
  const shown = shownAt(invited);
  return (
    <PatientPage
      language={language}
      house={house}
      title={say("lobby.title")}
      heading={say("cancelled.heading")}
      path="/waiting"
    >
      <p>
        {say("cancelled", {
          day: apart(moments.day(shown)),
          time: apart(moments.clock(shown)),
        })}
      </p>
    </PatientPage>
  );
}

/** A visit that went to another day while the patient waited. */
export function MovedPage(props: PlaceProps & { invited: Invited }) {
  const { language, house, invited } = props;
  const say = sayToPatient(language);
  const moments = momentsOf(language, invited.zone);
  const shown = shownAt(invited);
  return (
    <PatientPage
      language={language}
      house={house}
      title={say("moved.heading")}
      heading={say("moved.heading")}
      path="/waiting"
    >
      <div class="when">
        <p>
          <span>{moments.day(shown)}</span>{" "}
          <time datetime={shown.toString()}>{moments.clock(shown)}</time>
        </p>
      </div>
    </PatientPage>
  );
}

/** Out of the call by the patient's own wish: the way back, while it runs. */
export function LeftPage({ language, house }: PlaceProps) {
  const say = sayToPatient(language);
  return (
    <PatientPage
      language={language}
      house={house}
      title={say("left.heading")}
      heading={say("left.heading")}
      path="/left"
    >
      <p>{say("left")}</p>
      <p>
        <a href={`/call?l=${language}`} class="button">{say("left.back")}</a>
      </p>
    </PatientPage>
  );
}

export function ThanksPage({ language, house }: PlaceProps) {
  const say = sayToPatient(language);
  return (
    <PatientPage
      language={language}
      house={house}
      title={say("thanks.heading")}
      heading={say("thanks.heading")}
      path="/thanks"
    >
      <p>{say("thanks")}</p>
    </PatientPage>
  );
}
