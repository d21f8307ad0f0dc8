import { staffFrame } from "../ui/frame.ts";
import { sayToStaff } from "../ui/messages/people.ts";
import type { Frame } from "../ui/page.tsx";
import type { Clinic } from "./clinic.ts";
import { type Act, may } from "./permission.ts";
import type { Person } from "./person.ts";

/** The entries of the navigation, and the act that each is there for. */
const entries = [
  ["/today", "nav_today", "appointment.read"],
  ["/week", "nav_week", "appointment.read"],
  ["/patients", "nav_patients", "patient.read"],
  ["/clinicians", "nav_clinicians", "availability.read"],
  ["/audit", "nav_audit", "audit.read"],
  ["/fleet", "nav_fleet", "fleet.read"],
  ["/settings", "nav_settings", "settings.read"],
  ["/me", "nav_me", undefined],
] as const satisfies readonly (readonly [string, string, Act | undefined])[];

/** The frame of a person's pages: only what their roles let them open. */
export function frameOf(
  { name, language, roles }: Person,
  clinic: Clinic,
  current: string,
): Frame {
  const say = sayToStaff(language);
  return staffFrame({
    name,
    language,
    nav: entries
      .filter(([, , act]) => !act || may(roles, act))
      .map(([href, key]) => ({
        href,
        label: say(key),
        current: href === current,
      })),
    signOut: say("sign_out"),
    maySearch: may(roles, "patient.read"),
    mayBook: may(roles, "appointment.write"),
    logo: clinic.logoType ? logoPath(clinic) : undefined,
    demo: clinic.demo ? say("demo") : undefined,
  });
}

/** Where the logo is; the version makes browsers look again after a change. */
export function logoPath({ version }: Pick<Clinic, "version">): string {
  return `/logo?v=${version}`;
}

/** Where a person begins: the first page that is theirs. */
export function homeOf({ roles }: Pick<Person, "roles">): string {
  const [href] = entries.find(([, , act]) => !act || may(roles, act)) ??
    ["/me"];
  return href;
}
