import type { Sql } from "../base/sql.ts";
import type { Span } from "../base/time.ts";
import type { Exception, Rule, Stretch } from "./availability.ts";
import type { Diary } from "./slots.ts";

/** Whose time is looked at; what is absent does not bind. */
export interface Concerned {
  readonly clinicianId?: string | undefined;
  readonly patientId?: string | undefined;
  readonly placeId?: string | undefined;
  /** Its own time does not stand in an appointment's way when it moves. */
  readonly except?: string | undefined;
}

interface Row {
  readonly clinic: [zone: string, leadMinutes: number, bufferMinutes: number];
  readonly clinicians: [id: string, name: string][];
  readonly rules: [string, number, string, string][];
  readonly exceptions: [
    string | null,
    string,
    "closed" | "open",
    string | null,
    string | null,
    string,
  ][];
  readonly taken: [string, number, number][];
  readonly patientTaken: [number, number][];
  readonly placeTaken: [number, number][];
}

/**
 * All that decides what is free in the span, in one round trip. What is taken
 * is read as far as the buffer of an appointment at the span's end reaches.
 */
export async function diaryOf(
  sql: Sql,
  { clinicianId, patientId, placeId, except }: Concerned,
  span: Span,
): Promise<Diary> {
  const range = sql`
    tstzrange(${span.from}, ${span.until}::timestamptz + (
      select make_interval(mins => buffer_minutes) from clinics))`;
  const live = sql`
    status in ('booked', 'arrived', 'in_progress')
      and id is distinct from ${except ?? null}::uuid`;
  const busy = sql`
    json_build_array(extract(epoch from lower(busy)) * 1000, extract(epoch from upper(busy)) * 1000)`;
  const [row] = await sql<[Row]>`
    with wanted as materialized (
      select staff.id, staff.name
      from staff
      join staff_roles on staff_id = staff.id and role = 'clinician'
      where disabled_at is null
        and (${clinicianId ?? null}::uuid is null or staff.id = ${
    clinicianId ?? null
  })
    )
    select
      (select json_build_array(zone, lead_minutes, buffer_minutes) from clinics) as clinic,
      (select coalesce(json_agg(json_build_array(id, name) order by name, id), '[]') from wanted) as clinicians,
      (select coalesce(json_agg(json_build_array(clinician_id, weekday, from_time, until_time)), '[]')
        from availability_rules
        where clinician_id in (select id from wanted)) as rules,
      (select coalesce(json_agg(json_build_array(clinician_id, day, kind, from_time, until_time, reason)), '[]')
        from availability_exceptions
        where day between (${span.from}::timestamptz - interval '2 days')::date
            and (${span.until}::timestamptz + interval '2 days')::date
          and (clinician_id is null or clinician_id in (select id from wanted))) as exceptions,
      (select coalesce(json_agg(json_build_array(clinician_id,
          extract(epoch from lower(busy)) * 1000, extract(epoch from upper(busy)) * 1000)), '[]')
        from appointments
        where clinician_id in (select id from wanted) and busy && ${range} and ${live}) as taken,
      (select coalesce(json_agg(json_build_array(
          extract(epoch from starts_at) * 1000, extract(epoch from ends_at) * 1000)), '[]')
        from appointments
        where patient_id = ${patientId ?? null}
          and tstzrange(starts_at, ends_at) && ${range} and ${live}) as patient_taken,
      (select coalesce(json_agg(${busy}), '[]')
        from appointments
        where place_id = ${
    placeId ?? null
  } and busy && ${range} and ${live}) as place_taken
  `;
  return diaryFrom(row);
}

function diaryFrom(row: Row): Diary {
  const taken = new Map<string, Stretch[]>();
  for (const [id, from, until] of row.taken) {
    const theirs = taken.get(id);
    if (theirs) theirs.push([from, until]);
    else taken.set(id, [[from, until]]);
  }
  const load = (id: string) => taken.get(id)?.length ?? 0;
  const [zone, leadMinutes, bufferMinutes] = row.clinic;
  return {
    zone,
    leadMinutes,
    bufferMinutes,
    // Of two who could take it, the one with less to do.
    clinicians: row.clinicians.map(([id, name]) => ({ id, name }))
      .toSorted((a, b) => load(a.id) - load(b.id)),
    rules: row.rules.map(ruleFrom),
    exceptions: row.exceptions.map(exceptionFrom),
    taken,
    patientTaken: row.patientTaken,
    placeTaken: row.placeTaken,
  };
}

function ruleFrom([clinicianId, weekday, from, until]: Row["rules"][0]): Rule {
  return {
    clinicianId,
    weekday,
    fromTime: Temporal.PlainTime.from(from),
    untilTime: endOf(until),
  };
}

function exceptionFrom(
  [clinicianId, day, kind, from, until, reason]: Row["exceptions"][0],
): Exception {
  return {
    clinicianId,
    day: Temporal.PlainDate.from(day),
    kind,
    fromTime: from === null ? null : Temporal.PlainTime.from(from),
    untilTime: until === null ? null : endOf(until),
    reason,
  };
}

/** Postgres knows 24:00, Temporal does not. */
function endOf(time: string): Temporal.PlainTime | null {
  return time.startsWith("24:") ? null : Temporal.PlainTime.from(time);
}
