/** What a member of staff is there for; one person may be several. */
export const roles = [
  "coordinator",
  "clinician",
  "clinic_admin",
  "operator",
  "auditor",
] as const;
export type Role = (typeof roles)[number];

/** How far an act reaches: everything, what is one's own, or nothing. */
export type Scope = "clinic" | "own" | "none";

type Cells = Partial<Record<Role, Exclude<Scope, "none">>>;

const planners: Cells = { coordinator: "clinic", clinician: "own" };
const admins: Cells = { clinic_admin: "clinic" };

/**
 * Who may do what. A role that is not named may not; each such gap has a test
 * that asks for it. The auditor reads the deeds, where patients stand by their
 * reference; nobody's role alone opens all patients and the deeds.
 */
export const matrix = {
  "appointment.read": { ...planners, clinic_admin: "clinic" },
  "appointment.write": planners,
  "patient.read": planners,
  "patient.write": { coordinator: "clinic" },
  "sheet.read": planners,
  "lobby.read": planners,
  "visit.start": { clinician: "own" },
  "visit.end": { clinician: "own" },
  "availability.read": { ...planners, clinic_admin: "clinic" },
  "availability.write": { ...planners, clinic_admin: "clinic" },
  "settings.read": { clinic_admin: "clinic", auditor: "clinic" },
  "settings.write": admins,
  "staff.read": { clinic_admin: "clinic", auditor: "clinic" },
  "staff.write": admins,
  "key.write": admins,
  "audit.read": { auditor: "clinic", clinician: "own" },
  "audit.verify": { auditor: "clinic" },
  "fleet.read": { operator: "clinic" },
  "fleet.write": { operator: "clinic" },
} as const satisfies Record<string, Cells>;

export type Act = keyof typeof matrix;

/** The furthest that any of the roles reaches. */
export function scopeOf(held: readonly Role[], act: Act): Scope {
  const cells: Cells = matrix[act];
  const scopes = held.map((role) => cells[role]);
  if (scopes.includes("clinic")) return "clinic";
  return scopes.includes("own") ? "own" : "none";
}

/** Whether the roles allow the act at all, be it only for one's own. */
export function may(held: readonly Role[], act: Act): boolean {
  return scopeOf(held, act) !== "none";
}

/** What an API key may be given; a person has what the roles give. */
export const apiScopes = [
  "appointments:read",
  "appointments:write",
  "sheets:read",
  "slots:read",
] as const;
export type ApiScope = (typeof apiScopes)[number];

/** The act that a scope stands for, when a person calls with their cookie. */
export const actOfScope: Readonly<Record<ApiScope, Act>> = {
  "appointments:read": "appointment.read",
  "appointments:write": "appointment.write",
  "sheets:read": "sheet.read",
  "slots:read": "availability.read",
};
