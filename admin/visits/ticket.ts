/** Who comes into the call, as far as the video server may know. */
export type Part = "clinician" | "patient";

/** What the video server is told: one room, one opaque person, one hour. */
export interface Ticket {
  /** The exact room, in lower case. */
  readonly room: string;
  /** The party's id: says nothing to anyone without our database. */
  readonly person: string;
  /** Only an owner may end the call or remove someone. */
  readonly affiliation: "owner" | "member";
  readonly features: Features;
  readonly notBefore: Temporal.Instant;
  readonly expiresAt: Temporal.Instant;
}

/** What a person may do in the call besides talking. */
export type Features = Readonly<
  Record<
    | "livestreaming"
    | "outbound-call"
    | "recording"
    | "screen-sharing"
    | "sip-outbound-call"
    | "transcription",
    boolean
  >
>;

/** Makes and reads the tokens of the video server; an adapter fits it. */
export interface TokenMaker {
  token(ticket: Ticket): Promise<string>;
  /** The ticket of a token that holds at that time, for the stand-in. */
  read(token: string, now: Temporal.Instant): Promise<Ticket | undefined>;
}

/** Minutes that a token opens the room; the page renews it while in the call. */
export const tokenMinutes = 60;

/** Seconds that the video server's clock may be behind ours. */
const clockSkewSeconds = 30;

export function ticketFor(
  room: string,
  person: string,
  part: Part,
  now: Temporal.Instant,
): Ticket {
  const whole = now.round({ smallestUnit: "second", roundingMode: "floor" });
  return {
    room: room.toLowerCase(),
    person,
    affiliation: part === "clinician" ? "owner" : "member",
    features: featuresOf(part),
    notBefore: whole.subtract({ seconds: clockSkewSeconds }),
    expiresAt: whole.add({ minutes: tokenMinutes }),
  };
}

/**
 * What each part may do in the call, all of it spelled out: what a token does
 * not mention, Jitsi allows to every moderator.
 */
function featuresOf(part: Part): Features {
  return {
    "livestreaming": false,
    "outbound-call": false,
    "recording": false,
    "screen-sharing": part === "clinician",
    "sip-outbound-call": false,
    "transcription": false,
  };
}
