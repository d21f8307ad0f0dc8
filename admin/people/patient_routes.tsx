import { type Context, Hono } from "hono";
import { z } from "zod";
import { dateIn, withoutNul } from "../base/typed.ts";
import { sayToStaff } from "../ui/messages/people.ts";
import { languages } from "../ui/words.ts";
import { careOf } from "./care_queries.ts";
import { formOf } from "./form_routes.ts";
import { required, signedIn } from "./gate_routes.tsx";
import type { PeopleNeeds } from "./needs.ts";
import type { NewPatient, Patient } from "./patient.ts";
import { type FormProps, PatientPage, PatientsPage } from "./patient_pages.tsx";
import {
  findPatients,
  newPatient,
  patientOf,
  savePatient,
} from "./patient_queries.ts";
import { may, scopeOf } from "./permission.ts";
import type { SignedIn } from "./person.ts";
import { namesOf } from "./staff_queries.ts";

type Asked = Context<SignedIn>;

const blank = z.literal("").transform(() => undefined);

/** With the name they fill the window of an envelope. */
const addressLinesMax = 4;

function linesIn(text: string): string[] {
  return text.split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
}

const PatientForm = z.object({
  name: z.string().trim().min(1).max(200).regex(/\p{L}/u),
  birth_date: z.union([blank, z.string().refine((text) => dateIn(text))])
    .optional(),
  phone: z.union([blank, z.string().trim().regex(/^[+\d][\d\s/().-]{2,38}$/)])
    .optional(),
  email: z.union([blank, z.email().max(200)]).optional(),
  address: z.string().transform(linesIn).pipe(
    z.array(z.string().max(60)).max(addressLinesMax),
  ).transform((lines) => lines.join("\n") || undefined).optional(),
  large_print: z.literal("1").transform(() => true).optional(),
  language: z.enum(languages),
  version: z.coerce.number().int().positive().max(2 ** 31 - 1).optional(),
});

/** Patients: found, added, opened, changed. */
export function patientRoutes(needs: PeopleNeeds) {
  const { sql, scribe, cipher } = needs;
  return new Hono<SignedIn>()
    .use(signedIn(needs), required("patient.read"))
    .get("/", async (c) => c.html(await list(c, needs, "")))
    .post("/search", async (c) => {
      const { text } = withoutNul(await c.req.parseBody());
      const typed = typeof text === "string" ? text : "";
      return c.html(await list(c, needs, typed));
    })
    .post("/", required("patient.write"), async (c) => {
      const form = await formOf(c, PatientForm);
      if (form.is === "wrong") {
        return c.html(await list(c, needs, "", form), 422);
      }
      const patient = await sql.begin(async (sql) => {
        const patient = await newPatient(sql, needs, patientIn(form.value));
        await scribe.writeDown(sql, about(c, "patient.added", patient));
        return patient;
      });
      return c.redirect(`/patients/${patient.id}`, 303);
    })
    .get("/:id", async (c) => {
      const patient = await opened(c, needs);
      return c.html(await page(c, needs, patient));
    })
    .post("/:id", required("patient.write"), async (c) => {
      const before = await opened(c, needs);
      const form = await formOf(c, PatientForm);
      if (form.is === "wrong") {
        return c.html(await page(c, needs, before, { form }), 422);
      }
      const { version = 0 } = form.value;
      const { id } = before;
      await sql.begin(async (sql) => {
        const after = { id, version, ...patientIn(form.value) };
        await savePatient(sql, cipher, after);
        await scribe.writeDown(sql, about(c, "patient.changed", before));
      });
      const said = sayToStaff(c.var.person.language)("saved");
      const patient = await patientOf(sql, cipher, id);
      return c.html(await page(c, needs, patient, { said }));
    });
}

type Typed = z.output<typeof PatientForm>;
type Wrong = {
  readonly fields: ReadonlySet<string>;
  readonly typed: Readonly<Record<string, string>>;
};

function patientIn(typed: Typed): NewPatient {
  const { name, birth_date, phone, email, language, address } = typed;
  return {
    name,
    language,
    phone,
    email,
    birthDate: birth_date,
    address,
    largePrint: typed.large_print,
  };
}

function about(
  c: Asked,
  did: "patient.added" | "patient.changed" | "patient.opened",
  { id }: Pick<Patient, "id">,
) {
  const by = { kind: "staff", id: c.var.person.id } as const;
  return { by, did, to: id, patient: id };
}

/** Whose patients the reader may see: nobody's in particular, or their own. */
function ownOf(c: Asked): string | undefined {
  const { id, roles } = c.var.person;
  return scopeOf(roles, "patient.read") === "own" ? id : undefined;
}

/** The patient, and the deed that they were opened: each time, for everyone. */
async function opened(
  c: Asked,
  { sql, scribe, cipher }: PeopleNeeds,
): Promise<Patient> {
  const id = c.req.param("id") ?? "";
  const patient = await patientOf(sql, cipher, id, ownOf(c));
  await scribe.writeDown(sql, about(c, "patient.opened", patient));
  return patient;
}

async function list(
  c: Asked,
  { sql, scribe, cipher }: PeopleNeeds,
  text: string,
  wrong?: Wrong,
) {
  const { person, clinic, frame } = c.var;
  await scribe.sawList(sql, person.id, "patients");
  const patients = await findPatients(sql, cipher, text, 50, ownOf(c));
  const [usual] = clinic.patientLanguages;
  return (
    <PatientsPage
      frame={frame("/patients")}
      language={person.language}
      patients={patients}
      text={text}
      mayAdd={may(person.roles, "patient.write")}
      form={{
        action: "/patients",
        say: sayToStaff(person.language),
        typed: wrong?.typed ?? { language: usual },
        wrong: wrong?.fields ?? new Set(),
        languages: clinic.patientLanguages,
      }}
    />
  );
}

async function page(
  c: Asked,
  { sql, scribe, clock }: PeopleNeeds,
  patient: Patient,
  told: { readonly said?: string; readonly form?: Wrong } = {},
) {
  const { person, clinic, frame } = c.var;
  const deeds = await scribe.deedsAbout(sql, patient.id);
  const looks = deeds
    .filter(({ did }) => /\.(opened|seen)$/.test(did)).slice(0, 20);
  const ids = looks.flatMap(({ byId }) => byId ?? []);
  return (
    <PatientPage
      frame={frame("/patients")}
      language={person.language}
      zone={clinic.zone}
      now={clock()}
      patient={patient}
      care={await careOf(sql, patient.id, ownOf(c))}
      looks={looks}
      names={await namesOf(sql, ids)}
      mayBook={may(person.roles, "appointment.write")}
      form={may(person.roles, "patient.write")
        ? formFor(c, patient, told.form)
        : undefined}
      said={told.said}
    />
  );
}

/** The form with the patient's data, or with what was typed wrongly. */
function formFor(c: Asked, patient: Patient, wrong?: Wrong): FormProps {
  const { id, version, name, language, phone, email, birthDate } = patient;
  const { address, largePrint } = patient;
  return {
    action: `/patients/${id}`,
    say: sayToStaff(c.var.person.language),
    typed: wrong?.typed ??
      {
        name,
        language,
        phone,
        email,
        birth_date: birthDate,
        address,
        large_print: largePrint ? "1" : undefined,
      },
    wrong: wrong?.fields ?? new Set(),
    version,
    languages: c.var.clinic.patientLanguages,
  };
}
