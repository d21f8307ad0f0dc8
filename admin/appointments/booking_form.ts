import { isId } from "../base/id.ts";
import { dateIn, instantIn, timeIn } from "../base/typed.ts";
import { isLanguage, type Language } from "../ui/words.ts";

/** All that has been typed into the booking panel so far. */
export interface BookingForm {
  /** The patient who is chosen; none yet, or `new`. */
  readonly patient: string;
  /** The name as typed: looked for, and a new patient's. */
  readonly name: string;
  /** The name that the matches on the page belong to. */
  readonly sought: string;
  readonly language: Language;
  readonly phone: string;
  readonly email: string;
  readonly birthDate: string;
  /** A clinician's id; empty: anyone. */
  readonly clinician: string;
  /** A place's id; empty: none. */
  readonly place: string;
  readonly minutes: number;
  /** The first day whose free times are shown: `2026-11-25`; empty: today. */
  readonly from: string;
  /** An exact time: `2026-11-25` and `14:30`. */
  readonly day: string;
  readonly time: string;
  readonly which: string;
  readonly reason: string;
  /** The appointment that this one follows up. */
  readonly followUpOf: string;
}

export type FormField = keyof BookingForm;

/** Lengths that are offered, in minutes. */
export const lengths = [10, 15, 20, 30, 45, 60] as const;

type Sent = Readonly<Record<string, unknown>>;

/** Reads the form; what is missing or makes no sense becomes its default. */
export function bookingFormFrom(sent: Sent, usual: Language): BookingForm {
  const text = (name: FormField) => textIn(sent, name);
  const language = text("language");
  const minutes = Number(text("minutes"));
  const patient = text("patient");
  return {
    patient: patient === "new" ? patient : idIn(patient),
    name: text("name").slice(0, 200),
    sought: text("sought").slice(0, 200),
    language: isLanguage(language) ? language : usual,
    phone: text("phone").slice(0, 50),
    email: text("email").slice(0, 200),
    birthDate: text("birthDate").slice(0, 20),
    clinician: idIn(text("clinician")),
    place: idIn(text("place")),
    minutes: Number.isInteger(minutes) && minutes > 0 && minutes <= 480
      ? minutes
      : 20,
    from: `${dateIn(text("from")) ?? ""}`,
    day: `${dateIn(text("day")) ?? ""}`,
    time: timeIn(text("time")) ? text("time") : "",
    which: text("which"),
    reason: text("reason").slice(0, 300),
    followUpOf: idIn(text("followUpOf")),
  };
}

function idIn(text: string): string {
  return isId(text) ? text.toLowerCase() : "";
}

function textIn(sent: Sent, name: string): string {
  const value = sent[name];
  return typeof value === "string" ? value.trim() : "";
}

/** What keeps a new patient from being saved, by field. */
export type Complaints = Partial<Record<FormField, Complaint>>;
export type Complaint =
  | "name_missing"
  | "email_wrong"
  | "phone_wrong"
  | "birth_date_wrong"
  | "same_name";

export function complaintsOf(
  form: BookingForm,
  today: Temporal.PlainDate,
): Complaints {
  const { name, email, phone, birthDate } = form;
  const isBorn = birthDate === "" ||
    dateIn(birthDate) && birthDate <= today.toString();
  return {
    ...(name === "" ? { name: "name_missing" } : {}),
    ...(email === "" || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)
      ? {}
      : { email: "email_wrong" }),
    ...(phone === "" || /^[+\d][\d\s/()-]{3,}$/.test(phone)
      ? {}
      : { phone: "phone_wrong" }),
    ...(isBorn ? {} : { birthDate: "birth_date_wrong" }),
  };
}

/** A free time as its button sends it. */
export interface ChosenSlot {
  readonly startsAt: Temporal.Instant;
  readonly clinicianId: string;
}

export function slotText({ startsAt, clinicianId }: ChosenSlot): string {
  return `${startsAt} ${clinicianId}`;
}

export function slotFrom(text: string): ChosenSlot | undefined {
  const [at = "", clinicianId = ""] = text.split(" ");
  const startsAt = instantIn(at);
  return startsAt && isId(clinicianId)
    ? { startsAt, clinicianId: clinicianId.toLowerCase() }
    : undefined;
}

/** The wall time typed in place of a slot. */
export function wallFrom(
  { day, time }: Pick<BookingForm, "day" | "time">,
): Temporal.PlainDateTime | undefined {
  const clock = timeIn(time);
  return clock && dateIn(day)?.toPlainDateTime(clock);
}
