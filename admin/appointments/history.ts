import type { KeptDeed } from "../audit/mod.ts";
import type { SayAtDesk } from "../ui/messages/desk.ts";
import type { Times } from "../ui/time.ts";

/** One line of an appointment's history. */
export interface HistoryLine {
  readonly at: Temporal.Instant;
  readonly who: string;
  readonly what: string;
}

interface HistoryWords {
  readonly say: SayAtDesk;
  readonly times: Times;
  /** Names of staff and API keys by their ids. */
  readonly names: ReadonlyMap<string, string>;
}

const sentences = {
  "appointment.booked": "did_booked",
  "appointment.moved": "did_moved",
  "appointment.clinician_changed": "did_clinician",
  "appointment.cancelled": "did_cancelled",
  "appointment.restored": "did_restored",
  "appointment.told": "did_told",
  "appointment.undone": "did_undone",
  "appointment.opened": "did_opened",
  "invitation.revoked": "did_revoked",
  "sheet.printed": "did_printed",
  "sheet.opened": "did_sheet_opened",
  "visit.arrived": "did_arrived",
  "visit.started": "did_started",
  "visit.admitted": "did_admitted",
  "visit.ended": "did_ended",
} as const;

/** The history of one appointment in words, newest first. */
export function historyOf(
  deeds: readonly KeptDeed[],
  words: HistoryWords,
): HistoryLine[] {
  return deeds.map((deed) => ({
    at: deed.at,
    who: whoDid(deed, words),
    what: [sentenceOf(deed, words), ...changesOf(deed, words)].join(" "),
  }));
}

/** Views folded into one line each, so that acts stay in sight. */
export function withoutRepeatedViews(
  lines: readonly HistoryLine[],
): HistoryLine[] {
  return lines.filter((line, i) => {
    const next = lines[i + 1];
    return next?.who !== line.who || next.what !== line.what;
  });
}

function whoDid({ byKind, byId }: KeptDeed, { say, names }: HistoryWords) {
  if (byKind === "patient") return say("by_patient");
  if (byKind === "system" || !byId) return say("by_house");
  return names.get(byId) ?? say("by_someone");
}

function sentenceOf({ did }: KeptDeed, { say }: HistoryWords): string {
  const key = sentences[did as keyof typeof sentences];
  return key ? say(key) : did;
}

/** "14:30 → 15:00": what a deed's detail says of before and after. */
function changesOf({ detail, did }: KeptDeed, words: HistoryWords): string[] {
  if (!detail) return [];
  const { startsAt, minutes, clinician, reason } = detail;
  const { say } = words;
  return [
    did === "appointment.booked"
      ? moment(startsAt, words)
      : change(startsAt, (value) => moment(value, words)),
    change(minutes, (value) => say("minutes", { count: Number(value) })),
    change(clinician, (value) => words.names.get(String(value)) ?? ""),
    typeof reason === "string" ? say("because", { reason }) : "",
  ].filter((part) => part !== "");
}

function change(value: unknown, shown: (one: unknown) => string): string {
  if (typeof value !== "object" || value === null) return "";
  const { from, to } = value as Record<string, unknown>;
  return `(${shown(from)} → ${shown(to)})`;
}

function moment(value: unknown, { times }: HistoryWords): string {
  if (typeof value !== "string") return "";
  try {
    return times.dayAndClock(Temporal.Instant.from(value));
  } catch {
    return "";
  }
}
