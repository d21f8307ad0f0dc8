import type { Language, StaffLanguage } from "../ui/words.ts";

/** The one clinic of the installation. */
export interface Clinic {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  /** IANA name; every time is said in it. */
  readonly zone: string;
  readonly language: StaffLanguage;
  readonly helpNumber: string;
  readonly helpHours: string;
  readonly patientLanguages: readonly Language[];
  /** How much earlier than the start the patient is told to come. */
  readonly leadMinutes: number;
  readonly opensMinutesBefore: number;
  readonly closesMinutesAfter: number;
  readonly bufferMinutes: number;
  readonly idleMinutes: number;
  readonly accent: string;
  readonly logoType: string | null;
  readonly demo: boolean;
  readonly version: number;
}
