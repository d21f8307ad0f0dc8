import { sayInDraft } from "../ui/messages/draft.ts";
import { type Language, tagOf } from "../ui/words.ts";

/** What a message to the patient says: no name, no reason, no finding. */
export interface DraftFacts {
  readonly language: Language;
  readonly clinic: string;
  readonly clinician: string;
  /** The patient's time: the start less the lead. */
  readonly shownAt: Temporal.Instant;
  readonly zone: string;
  readonly link: string;
  readonly help: string;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
}

/** The message as addresses that open the reader's own mail or phone. */
export interface Draft {
  readonly subject: string;
  readonly body: string;
  readonly mailto: string;
  readonly sms: string;
}

export function draftOf(facts: DraftFacts): Draft {
  const { language, clinic, clinician, link, help } = facts;
  const say = sayInDraft(language);
  const values = { clinic, clinician, link, help, ...momentOf(facts) };
  const subject = say("subject", { clinic });
  const body = say("body", values);
  const [to, number] = [facts.email ?? "", dialled(facts.phone ?? "")];
  const mail = `subject=${encoded(subject)}&body=${encoded(lines(body))}`;
  return {
    subject,
    body,
    mailto: `mailto:${encoded(to).replace("%40", "@")}?${mail}`,
    sms: `sms:${number}?body=${encoded(say("sms", values))}`,
  };
}

function momentOf({ language, shownAt, zone }: DraftFacts) {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(`${tagOf(language)}-u-nu-latn`, {
      timeZone: zone,
      ...options,
    }).format(shownAt.epochMilliseconds);
  return {
    day: format({
      weekday: "long",
      day: "numeric",
      month: "long",
      year: "numeric",
    }),
    time: format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
  };
}

const encoded = encodeURIComponent;

/** Mail wants carriage returns (RFC 6068, section 5). */
function lines(body: string): string {
  return body.replaceAll("\n", "\r\n");
}

/** Digits and a leading plus, as `sms:` takes them (RFC 5724). */
function dialled(phone: string): string {
  return phone.replace(/[^\d+]/g, "");
}
