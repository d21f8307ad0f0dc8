import { shownAt } from "../appointments/mod.ts";
import { sayToPatient } from "../ui/messages/patient.ts";
import { Notice } from "../ui/notice.tsx";
import { type Language } from "../ui/words.ts";
import { type Answer, type Door, opensAt } from "./admission.ts";
import { DeviceCheck, InAppRescue } from "./check_pages.tsx";
import { type Moments, momentsOf } from "./moment.ts";
import { apart, type House, PatientPage } from "./patient_page.tsx";

/** Whom the link belongs to, as far as its page shows it. */
export interface Invited extends Door {
  readonly clinicianName: string;
  readonly zone: string;
}

interface LinkProps {
  readonly language: Language;
  readonly house: House;
  readonly invited: Invited;
  readonly answer: Answer;
  readonly handle: string;
  readonly now: Temporal.Instant;
  /** Opened inside another app, as far as the browser tells. */
  readonly inApp: boolean;
}

/** What the printed link shows: when, whether one may come in, one button. */
export function LinkPage(props: LinkProps) {
  const { language, house, invited, answer, handle } = props;
  const say = sayToPatient(language);
  const moments = momentsOf(language, invited.zone);
  const clock = moments.clock(shownAt(invited));
  const heading = say(headings[answer]);
  return (
    <PatientPage
      language={language}
      house={house}
      title={`${clock} · ${heading}`}
      heading={heading}
      path={`/P/${handle}`}
      scripts={["link", "check"]}
    >
      <p class="with">
        {say("with", {
          clinician: apart(invited.clinicianName),
          clinic: apart(house.clinicName),
        })}
      </p>
      {answer in told
        ? <Past {...props} moments={moments} />
        : <Ahead {...props} moments={moments} />}
    </PatientPage>
  );
}

const headings = {
  early: "heading",
  open: "heading",
  waiting: "heading",
  moved: "moved.heading",
  late: "late.heading",
  cancelled: "cancelled.heading",
  ended: "ended.heading",
} as const satisfies Record<Answer, string>;

/** The answers after which there is nothing to do here but to call. */
const told = { late: "late", cancelled: "cancelled", ended: "ended" } as const;

type PartProps = LinkProps & { readonly moments: Moments };

function Past({ language, invited, answer, moments }: PartProps) {
  const key = told[answer as keyof typeof told];
  const shown = shownAt(invited);
  const day = apart(moments.day(shown));
  const time = apart(moments.clock(shown));
  return <p>{sayToPatient(language)(key, { day, time })}</p>;
}

function Ahead(props: PartProps) {
  const { language, answer, handle, inApp } = props;
  const say = sayToPatient(language);
  const isOpen = answer === "open" || answer === "waiting";
  return (
    <>
      <When {...props} />
      <InAppRescue language={language} isShown={inApp} />
      {isOpen
        ? (
          <form method="post" action={`/P/${handle}/arrival`} id="arrival">
            <p>{say(answer)}</p>
            <input type="hidden" name="l" value={language} />
            <input type="hidden" name="camera" value="untested" />
            <input type="hidden" name="microphone" value="untested" />
            <input type="hidden" name="speaker" value="untested" />
            <button type="submit" class="main">
              {say(answer === "open" ? "arrive" : "waiting.back")}
            </button>
          </form>
        )
        : <Early {...props} />}
      <noscript>
        <p>{say("script.off")}</p>
      </noscript>
      <DeviceCheck language={language} />
    </>
  );
}

function Early({ language, invited, now, moments }: PartProps) {
  const say = sayToPatient(language);
  const opens = opensAt(invited);
  return (
    <Notice>
      <p data-opens={opens.toString()}>
        {say("early", { time: apart(moments.from(now, opens)) })}
      </p>
      <p>{say("early.practise")}</p>
    </Notice>
  );
}

/** The printed time, large; the zone for readers whose clock differs. */
function When({ language, invited, now, moments }: PartProps) {
  const say = sayToPatient(language);
  const shown = shownAt(invited);
  return (
    <div class="when">
      <p>
        <span>{moments.day(shown)}</span>{" "}
        <time datetime={shown.toString()}>{moments.clock(shown)}</time>
      </p>
      <p class="until" data-until={shown.toString()}>
        {moments.until(now, shown)}
      </p>
      <p
        class="zone"
        hidden
        data-zone={invited.zone}
        data-at={shown.toString()}
        data-local={say("zone.local", { time: "%" })}
      >
        {say("zone", { zone: moments.zoneName(shown) })}
      </p>
    </div>
  );
}

interface CodeProps {
  readonly language: Language;
  readonly house: House;
  /** Shown where a code was tried that opens nothing. */
  readonly isUnknown?: boolean;
}

/** The field for a typed handle; also the one answer to every wrong one. */
export function CodePage({ language, house, isUnknown = false }: CodeProps) {
  const say = sayToPatient(language);
  const heading = say(isUnknown ? "unknown.heading" : "code.heading");
  return (
    <PatientPage
      language={language}
      house={house}
      title={heading}
      heading={heading}
      path="/P"
    >
      {isUnknown && <p>{say("unknown")}</p>}
      <form method="post" action="/P" class="code">
        <input type="hidden" name="l" value={language} />
        <label for="handle">{say("code.label")}</label>
        <input
          id="handle"
          name="handle"
          dir="ltr"
          required
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          maxlength={80}
          aria-describedby="handle-hint"
        />
        <span class="hint" id="handle-hint">{say("code.hint")}</span>
        <button type="submit" class="main">{say("code.go")}</button>
      </form>
    </PatientPage>
  );
}

/** For a network that guessed: when to try again, and whom to call. */
export function TooManyPage({ language, house }: Omit<CodeProps, "isUnknown">) {
  const say = sayToPatient(language);
  const heading = say("toomany.heading");
  return (
    <PatientPage
      language={language}
      house={house}
      title={heading}
      heading={heading}
      path="/P"
    >
      <p>{say("toomany")}</p>
    </PatientPage>
  );
}
