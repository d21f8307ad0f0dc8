import { answerAt, type Door, mayComeIn } from "./admission.ts";
import { isBefore } from "../base/time.ts";

/** Who waits, as far as the next step depends on it. */
export interface Waiting extends Door {
  /** When the clinician let them in; null while they wait. */
  readonly admittedAt: Temporal.Instant | null;
  /** The running visit; null before the start and after the end. */
  readonly visitId: string | null;
}

/** What the waiting page does next; `again` is someone without a session. */
export type Step =
  | "wait"
  | "late"
  | "go"
  | "moved"
  | "ended"
  | "cancelled"
  | "again";

/** Minutes after the start from which the page says that it takes longer. */
const lateMinutes = 5;

/** The one place that says who may be in the call, and when not any more. */
export function stepOf(
  waiting: Waiting | undefined,
  now: Temporal.Instant,
): Step {
  if (!waiting) return "again";
  if (waiting.status === "cancelled") return "cancelled";
  if (waiting.status === "fulfilled") return "ended";
  if (waiting.visitId && waiting.admittedAt) return "go";
  if (!mayComeIn(answerAt(waiting, now))) return "moved";
  const late = waiting.startsAt.add({ minutes: lateMinutes });
  return isBefore(now, late) ? "wait" : "late";
}

/** How a device did in the check before the visit. */
export const checkResults = [
  "works",
  "silent",
  "refused",
  "absent",
  "untested",
] as const;
export type CheckResult = (typeof checkResults)[number];

/** What the clinician's list shows of the patient's devices. */
export interface Checks {
  readonly camera: CheckResult;
  readonly microphone: CheckResult;
  readonly speaker: CheckResult;
  /** A family, never a version: "Firefox". */
  readonly browser: string;
}

/** Reads what the page's script filled in; without script all is untested. */
export function checksFrom(
  form: Readonly<Record<string, unknown>>,
  userAgent: string,
): Checks {
  const result = (name: string) =>
    checkResults.find((known) => known === form[name]) ?? "untested";
  return {
    camera: result("camera"),
    microphone: result("microphone"),
    speaker: result("speaker"),
    browser: browserOf(userAgent),
  };
}

/** The order matters: most browsers also claim to be others. */
const families: readonly (readonly [RegExp, string])[] = [
  [/Edg(A|iOS)?\//, "Edge"],
  [/SamsungBrowser\//, "Samsung Internet"],
  [/OPR\//, "Opera"],
  [/(Firefox|FxiOS)\//, "Firefox"],
  [/(Chrome|CriOS|Chromium)\//, "Chrome"],
  [/Safari\//, "Safari"],
];

export function browserOf(userAgent: string): string {
  return families.find(([sign]) => sign.test(userAgent))?.[1] ?? "other";
}

/**
 * Whether the page was opened inside another app, whose window often has no
 * camera: Facebook, Instagram, WhatsApp, WeChat, Line, TikTok, the Google app,
 * and Android's web view in general.
 */
export function isInApp(userAgent: string): boolean {
  return /FBA[NV]|Instagram|WhatsApp|MicroMessenger|\bLine\/|musical_ly|TikTok|BytedanceWebview|GSA\/|; wv\)/
    .test(userAgent);
}
