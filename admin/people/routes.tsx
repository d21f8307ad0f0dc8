import { type Context, Hono } from "hono";
import { type AuditReader, auditRoutes } from "../audit/mod.ts";
import type { Addressed } from "../base/address.ts";
import { required, signedIn } from "./gate_routes.tsx";
import { hoursRoutes } from "./hours_routes.tsx";
import { keyRoutes } from "./key_routes.tsx";
import { linkRoutes } from "./link_routes.tsx";
import { meRoutes } from "./me_routes.tsx";
import { patientRoutes } from "./patient_routes.tsx";
import type { HoursNeeds, PeopleNeeds } from "./needs.ts";
import { may, scopeOf } from "./permission.ts";
import type { SignedIn } from "./person.ts";
import {
  clinicRoutes,
  closedRoutes,
  logoRoutes,
  placeRoutes,
} from "./settings_routes.tsx";
import { signInRoutes } from "./sign_in_routes.tsx";
import { namesOf } from "./staff_queries.ts";
import { staffRoutes } from "./staff_routes.tsx";

/** Every path of this room, and the audit's pages behind its sign-in. */
export function peopleRoutes(needs: HoursNeeds) {
  return new Hono<Addressed>()
    .route("/", signInRoutes(needs))
    .route("/", linkRoutes(needs))
    .route("/me", meRoutes(needs))
    .route("/patients", patientRoutes(needs))
    .route("/clinicians", hoursRoutes(needs))
    .route("/settings", settingsRoutes(needs))
    .route("/", logoRoutes(needs))
    .route("/audit", auditPages(needs));
}

function settingsRoutes(needs: HoursNeeds) {
  return new Hono<SignedIn>()
    .use(signedIn(needs), required("settings.read"))
    .route("/", clinicRoutes(needs))
    .route("/people", staffRoutes(needs))
    .route("/places", placeRoutes(needs))
    .route("/closed-days", closedRoutes(needs))
    .route("/keys", keyRoutes(needs));
}

function auditPages(needs: PeopleNeeds) {
  return new Hono<SignedIn>()
    .use(signedIn(needs), required("audit.read"))
    .route("/", auditRoutes({ ...needs, readerOf, namesOf }));
}

function readerOf(c: Context<SignedIn>): AuditReader {
  const { person, clinic, frame } = c.var;
  const { id, roles, language } = person;
  return {
    id,
    language,
    zone: clinic.zone,
    frame: frame("/audit"),
    maySeeAll: scopeOf(roles, "audit.read") === "clinic",
    mayVerify: may(roles, "audit.verify"),
  };
}
