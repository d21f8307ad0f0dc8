import type { Language } from "../ui/words.ts";

/** How a patient is reached; sealed in the database. */
export interface Contact {
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
  /** `YYYY-MM-DD` */
  readonly birthDate?: string | undefined;
  /** Postal, for the envelope's window: a few lines, without the name. */
  readonly address?: string | undefined;
  /** Their sheets are printed in large type unless somebody says otherwise. */
  readonly largePrint?: boolean | undefined;
}

/** What is asked for a new patient. */
export interface NewPatient extends Contact {
  readonly name: string;
  readonly language: Language;
}

export interface Patient extends NewPatient {
  readonly id: string;
  /** Six letters that staff may say aloud instead of the name. */
  readonly reference: string;
  readonly createdAt: Temporal.Instant;
  readonly version: number;
}

/** No vowels, so that no word comes about; nothing that looks like a digit. */
const letters = "BCDFGHJKLMNPQRSTVWXZ";

/** A reference from random bytes: six letters, 64 million in all. */
export function referenceFrom(bytes: Uint8Array): string {
  return Array.from(
    bytes.subarray(0, 6),
    (byte) => letters[byte % letters.length],
  ).join("");
}

export const referenceForm = /^[BCDFGHJKLMNPQRSTVWXZ]{6}$/;
