import type { Child } from "hono/jsx";
import { sayInCall } from "../ui/messages/call.ts";
import { Page } from "../ui/page.tsx";
import { directionOf, type Language, tagOf } from "../ui/words.ts";
import type { Part } from "./ticket.ts";

/** How the video of this installation comes about. */
export type VideoKind = "jitsi" | "stand-in" | "none";

interface CallProps {
  readonly language: Language;
  readonly part: Part;
  readonly video: VideoKind;
  /** The video server's origin; only with `jitsi`. */
  readonly videoUrl?: URL | undefined;
  /** Whom one meets. */
  readonly with: string;
  readonly demo?: string | undefined;
  readonly helpNumber: string;
  readonly paths: CallPaths;
  /** What stands in the thin bar beside help: leave, or end for all. */
  readonly children?: Child;
}

/** Where the page's script asks and goes. */
export interface CallPaths {
  /** POST: a token for now, while the visit runs. */
  readonly token: string;
  /** GET: how the visit stands. */
  readonly state: string;
  /** POST: still here. */
  readonly presence?: string;
  /** Where one is after hanging up. */
  readonly left: string;
  /** Where one is after the end. */
  readonly ended: string;
}

/** The call fills the screen; one thin bar above it. */
export function CallPage(props: CallProps) {
  const { language, part, video, videoUrl, demo, paths } = props;
  const say = sayInCall(language);
  return (
    <Page
      title={say("title")}
      lang={tagOf(language)}
      dir={directionOf(language)}
      look="roomy"
      styles={["patient"]}
      scripts={["call"]}
      {...demo && { demo }}
    >
      <div class="bar">
        <h1>{say("with", { name: props.with })}</h1>
        <span class="acts">
          <a href={`tel:${props.helpNumber.replace(/[^\d+]/g, "")}`}>
            {say("help", { number: `\u2066${props.helpNumber}\u2069` })}
          </a>
          {props.children}
        </span>
      </div>
      <p
        id="line"
        role="status"
        data-lost={say("lost")}
        data-unreachable={say("unreachable")}
      >
        {video === "none" ? "" : say("starting")}
      </p>
      <noscript>
        <p>{say("script")}</p>
      </noscript>
      <div
        id="call"
        data-video={video}
        data-part={part}
        data-server={videoUrl?.origin}
        data-language={tagOf(language)}
        data-token={paths.token}
        data-state={paths.state}
        data-presence={paths.presence}
        data-left={paths.left}
        data-ended={paths.ended}
      >
        {video === "none" && <NoVideo language={language} part={part} />}
        {video === "stand-in" && <StandIn language={language} />}
      </div>
      {videoUrl && <script src={`${videoUrl.origin}/external_api.js`}></script>}
    </Page>
  );
}

function NoVideo({ language, part }: Pick<CallProps, "language" | "part">) {
  const say = sayInCall(language);
  return (
    <div class="notice heed">
      <p>
        <strong>{say("none")}</strong>
      </p>
      <p>{say(part === "patient" ? "none.patient" : "none.staff")}</p>
    </div>
  );
}

const features = [
  "screen-sharing",
  "recording",
  "livestreaming",
  "transcription",
  "outbound-call",
  "sip-outbound-call",
] as const;

/** What the demo clinic shows in place of a video server; the script fills it. */
function StandIn({ language }: { readonly language: Language }) {
  const say = sayInCall(language);
  return (
    <div
      id="stand-in"
      data-in={say("standin.in")}
      data-out={say("standin.out")}
      data-nocamera={say("standin.nocamera")}
      data-owner={say("standin.owner")}
      data-member={say("standin.member")}
      data-may={say("standin.may")}
      data-maynot={say("standin.maynot")}
    >
      <p class="notice heed">{say("standin")}</p>
      <figure>
        <video muted playsinline autoplay aria-label={say("standin.camera")}>
        </video>
        <figcaption>{say("standin.camera")}</figcaption>
      </figure>
      <section>
        <h2>{say("standin.pass")}</h2>
        <dl class="facts">
          <dt>{say("standin.role")}</dt>
          <dd data-fact="affiliation"></dd>
          <dt>{say("standin.until")}</dt>
          <dd data-fact="exp"></dd>
          {features.map((feature) => (
            <>
              <dt>{say(`may.${feature}`)}</dt>
              <dd data-fact={feature}></dd>
            </>
          ))}
        </dl>
      </section>
    </div>
  );
}

/** The patient's thin-bar act: out of the call, with a way back. */
export function LeaveLink({ language }: { readonly language: Language }) {
  return (
    <a href={`/left?l=${language}`} class="button quiet">
      {sayInCall(language)("leave")}
    </a>
  );
}
