import { sayToPatient } from "../ui/messages/patient.ts";
import type { Language } from "../ui/words.ts";
import { checkResults } from "./lobby.ts";

interface Props {
  readonly language: Language;
}

/**
 * Camera, microphone and speaker, tried out where one is. The script asks for
 * the camera only after the button below the sentence that says why.
 */
export function DeviceCheck({ language }: Props) {
  const say = sayToPatient(language);
  const results = checkResults.map((result) => [
    `data-${result}`,
    say(`check.${result}`),
  ]);
  return (
    <section class="check" id="check" hidden {...Object.fromEntries(results)}>
      <h2>{say("check.heading")}</h2>
      <p>{say("check.why")} {say("check.optional")}</p>
      <p>
        <button type="button" class="quiet" data-act="try">
          {say("check.start")}
        </button>
      </p>
      <div class="devices" hidden>
        <video
          muted
          playsinline
          autoplay
          aria-label={say("check.picture")}
        >
        </video>
        <dl aria-live="polite">
          <Device name="camera" label={say("check.camera")} />
          <Device name="microphone" label={say("check.microphone")}>
            <span class="level" aria-hidden="true">
              <span></span>
            </span>
          </Device>
          <Device name="speaker" label={say("check.speaker")} />
        </dl>
        <Speaker language={language} />
        <p data-note="fine" hidden>{say("check.fine")}</p>
      </div>
    </section>
  );
}

function Speaker({ language }: Props) {
  const say = sayToPatient(language);
  return (
    <p class="acts" data-unheard={say("check.unheard")}>
      <button type="button" class="quiet" data-act="tone">
        <span aria-hidden="true">♪</span> {say("check.tone")}
      </button>
      <button type="button" class="quiet" data-act="heard" hidden>
        {say("check.heard")}
      </button>
      <button type="button" class="quiet" data-act="nothing" hidden>
        {say("check.nothing")}
      </button>
    </p>
  );
}

function Device({ name, label, children }: {
  readonly name: string;
  readonly label: string;
  readonly children?: unknown;
}) {
  return (
    <div data-device={name}>
      <dt>{label}</dt>
      <dd>
        <span data-says></span>
        {children}
      </dd>
    </div>
  );
}

/** The way out of an app's own window, which often has no camera. */
export function InAppRescue(
  { language, isShown }: Props & { readonly isShown: boolean },
) {
  const say = sayToPatient(language);
  return (
    <section class="notice heed" id="in-app" hidden={!isShown}>
      <h2>{say("inapp.heading")}</h2>
      <p>{say("inapp")}</p>
      <p>
        <button
          type="button"
          class="quiet"
          data-act="copy"
          data-copied={say("inapp.copied")}
          hidden
        >
          {say("inapp.copy")}
        </button>{" "}
        <span role="status"></span>
      </p>
    </section>
  );
}
