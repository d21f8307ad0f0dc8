-- Made by `deno task schema:dump` from the migrations; not to be run.

create extension btree_gist

CREATE OR REPLACE FUNCTION public.appointments_busy()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.busy := tstzrange(new.starts_at, new.ends_at + make_interval(mins => new.buffer_minutes));
  return new;
end $function$

CREATE OR REPLACE FUNCTION public.deeds_stay()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'deeds are only ever added' using errcode = 'insufficient_privilege';
end $function$

create table access_sessions (
  token_hash bytea not null
  invitation_id uuid not null
  invitation_version integer not null
  language text not null
  created_at timestamp with time zone not null
  expires_at timestamp with time zone not null
  access_sessions_check CHECK ((expires_at <= (created_at + '01:00:00'::interval)))
  access_sessions_invitation_id_fkey FOREIGN KEY (invitation_id) REFERENCES invitations(id)
  access_sessions_pkey PRIMARY KEY (token_hash)
)
CREATE INDEX access_sessions_of ON public.access_sessions USING btree (invitation_id)
grant delete, insert, select, update to visite_serve

create table api_keys (
  id uuid not null
  name text not null
  key_hash bytea not null
  scopes text[] not null
  created_by uuid
  created_at timestamp with time zone not null
  last_used_at timestamp with time zone
  revoked_at timestamp with time zone
  api_keys_created_by_fkey FOREIGN KEY (created_by) REFERENCES staff(id)
  api_keys_key_hash_key UNIQUE (key_hash)
  api_keys_pkey PRIMARY KEY (id)
)
grant insert, select, update to visite_serve

create table appointments (
  id uuid not null
  patient_id uuid not null
  clinician_id uuid not null
  place_id uuid
  starts_at timestamp with time zone not null
  ends_at timestamp with time zone not null
  zone text not null
  lead_minutes smallint not null
  buffer_minutes smallint not null default 0
  busy tstzrange not null
  status text not null default 'booked'::text
  kind text not null default 'scheduled'::text
  follow_up_of uuid
  jitsi_room text not null
  moves integer not null default 0
  told_at timestamp with time zone
  created_at timestamp with time zone not null
  version integer not null default 1
  appointments_buffer_minutes_check CHECK (((buffer_minutes >= 0) AND (buffer_minutes <= 60)))
  appointments_check CHECK (((ends_at > starts_at) AND ((ends_at - starts_at) <= '08:00:00'::interval)))
  appointments_check1 CHECK ((busy @> tstzrange(starts_at, ends_at)))
  appointments_clinician_id_fkey FOREIGN KEY (clinician_id) REFERENCES staff(id)
  appointments_follow_up_of_fkey FOREIGN KEY (follow_up_of) REFERENCES appointments(id)
  appointments_jitsi_room_check CHECK ((jitsi_room = lower(jitsi_room)))
  appointments_jitsi_room_key UNIQUE (jitsi_room)
  appointments_kind_check CHECK ((kind = ANY (ARRAY['scheduled'::text, 'ad_hoc'::text, 'follow_up'::text])))
  appointments_lead_minutes_check CHECK (((lead_minutes >= 0) AND (lead_minutes <= 30)))
  appointments_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patients(id)
  appointments_pkey PRIMARY KEY (id)
  appointments_place_id_fkey FOREIGN KEY (place_id) REFERENCES places(id)
  appointments_status_check CHECK ((status = ANY (ARRAY['booked'::text, 'arrived'::text, 'in_progress'::text, 'fulfilled'::text, 'noshow'::text, 'cancelled'::text])))
  clinician_taken EXCLUDE USING gist (clinician_id WITH =, busy WITH &&) WHERE ((status = ANY (ARRAY['booked'::text, 'arrived'::text, 'in_progress'::text])))
  patient_taken EXCLUDE USING gist (patient_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE ((status = ANY (ARRAY['booked'::text, 'arrived'::text, 'in_progress'::text])))
  place_taken EXCLUDE USING gist (place_id WITH =, busy WITH &&) WHERE (((place_id IS NOT NULL) AND (status = ANY (ARRAY['booked'::text, 'arrived'::text, 'in_progress'::text]))))
)
CREATE INDEX appointments_of_clinician ON public.appointments USING btree (clinician_id, starts_at)
CREATE INDEX appointments_of_patient ON public.appointments USING btree (patient_id, starts_at)
CREATE INDEX appointments_starting ON public.appointments USING btree (starts_at)
CREATE TRIGGER appointments_busy BEFORE INSERT OR UPDATE OF starts_at, ends_at, buffer_minutes ON public.appointments FOR EACH ROW EXECUTE FUNCTION appointments_busy()
grant insert, select, update to visite_serve

create table availability_exceptions (
  id uuid not null
  clinician_id uuid
  day date not null
  kind text not null
  from_time time without time zone
  until_time time without time zone
  reason text not null
  availability_exceptions_check CHECK (((from_time IS NULL) = (until_time IS NULL)))
  availability_exceptions_check1 CHECK ((until_time > from_time))
  availability_exceptions_check2 CHECK (((kind = 'closed'::text) OR (from_time IS NOT NULL)))
  availability_exceptions_clinician_id_fkey FOREIGN KEY (clinician_id) REFERENCES staff(id)
  availability_exceptions_kind_check CHECK ((kind = ANY (ARRAY['closed'::text, 'open'::text])))
  availability_exceptions_pkey PRIMARY KEY (id)
)
CREATE INDEX availability_exceptions_on ON public.availability_exceptions USING btree (day, clinician_id)
grant delete, insert, select to visite_serve

create table availability_rules (
  id uuid not null
  clinician_id uuid not null
  weekday smallint not null
  from_time time without time zone not null
  until_time time without time zone not null
  availability_rules_check CHECK ((until_time > from_time))
  availability_rules_clinician_id_fkey FOREIGN KEY (clinician_id) REFERENCES staff(id)
  availability_rules_clinician_id_weekday_int4range_excl EXCLUDE USING gist (clinician_id WITH =, weekday WITH =, int4range((EXTRACT(epoch FROM from_time))::integer, (EXTRACT(epoch FROM until_time))::integer) WITH &&)
  availability_rules_pkey PRIMARY KEY (id)
  availability_rules_weekday_check CHECK (((weekday >= 1) AND (weekday <= 7)))
)
grant delete, insert, select to visite_serve

create table clinics (
  id uuid not null
  sole boolean not null default true
  name text not null
  address text not null default ''::text
  zone text not null
  language text not null default 'de'::text
  help_number text not null
  help_hours text not null default ''::text
  patient_languages text[] not null default '{de,en}'::text[]
  lead_minutes smallint not null default 1
  opens_minutes_before smallint not null default 30
  closes_minutes_after smallint not null default 30
  buffer_minutes smallint not null default 0
  accent text not null default '#0b5c6b'::text
  logo bytea
  idle_minutes smallint not null default 30
  logo_type text
  demo boolean not null default false
  version integer not null default 1
  clinics_buffer_minutes_check CHECK (((buffer_minutes >= 0) AND (buffer_minutes <= 60)))
  clinics_closes_minutes_after_check CHECK (((closes_minutes_after >= 0) AND (closes_minutes_after <= 240)))
  clinics_idle_minutes_check CHECK (((idle_minutes >= 5) AND (idle_minutes <= 480)))
  clinics_lead_minutes_check CHECK (((lead_minutes >= 0) AND (lead_minutes <= 30)))
  clinics_logo_type_check CHECK ((logo_type = ANY (ARRAY['image/png'::text, 'image/svg+xml'::text, 'image/jpeg'::text])))
  clinics_opens_minutes_before_check CHECK (((opens_minutes_before >= 0) AND (opens_minutes_before <= 240)))
  clinics_pkey PRIMARY KEY (id)
  clinics_sole_check CHECK (sole)
  clinics_sole_key UNIQUE (sole)
)
grant insert, select, update to visite_serve

create table deed_heads (
  number bigint not null
  link bytea not null
  noted_at timestamp with time zone not null
  key_number smallint not null
  voucher bytea not null
  deed_heads_pkey PRIMARY KEY (number)
)
grant insert, select to visite_serve

create table deeds (
  number bigint not null
  at timestamp with time zone not null
  by_kind text not null
  by_id uuid
  did text not null
  to_id uuid
  patient_id uuid
  detail jsonb
  salt bytea not null
  detail_digest bytea not null
  key_number smallint not null
  previous bytea not null
  link bytea not null
  deeds_by_kind_check CHECK ((by_kind = ANY (ARRAY['staff'::text, 'key'::text, 'patient'::text, 'system'::text])))
  deeds_link_key UNIQUE (link)
  deeds_number_check CHECK ((number > 0))
  deeds_pkey PRIMARY KEY (number)
)
CREATE INDEX deeds_at ON public.deeds USING btree (at)
CREATE INDEX deeds_by ON public.deeds USING btree (by_id, number)
CREATE INDEX deeds_patient ON public.deeds USING btree (patient_id, number)
CREATE INDEX deeds_to ON public.deeds USING btree (to_id, number)
CREATE TRIGGER deeds_are_not_removed BEFORE DELETE ON public.deeds FOR EACH STATEMENT EXECUTE FUNCTION deeds_stay()
CREATE TRIGGER deeds_are_not_truncated BEFORE TRUNCATE ON public.deeds FOR EACH STATEMENT EXECUTE FUNCTION deeds_stay()
CREATE TRIGGER deeds_stay BEFORE UPDATE ON public.deeds FOR EACH ROW EXECUTE FUNCTION deeds_stay()
grant insert, select to visite_serve

create table fleet_bridges (
  task_id text not null
  memory jsonb not null
  seen_at timestamp with time zone not null
  fleet_bridges_pkey PRIMARY KEY (task_id)
)
grant delete, insert, select, update to visite_fleet

create table fleet_leaders (
  sole boolean not null default true
  epoch bigint not null
  holder text not null
  since timestamp with time zone not null
  fleet_leaders_pkey PRIMARY KEY (sole)
  fleet_leaders_sole_check CHECK (sole)
)
grant delete, insert, select, update to visite_fleet
grant select to visite_serve

create table fleet_orders (
  id uuid not null
  asked_at timestamp with time zone not null
  asked_by uuid
  act text not null
  bridge text not null
  state text not null default 'asked'::text
  task_id text
  answer jsonb
  epoch bigint
  changed_at timestamp with time zone not null
  fleet_orders_act_check CHECK ((act = ANY (ARRAY['drain'::text, 'reclaim'::text, 'retire'::text])))
  fleet_orders_bridge_check CHECK (((length(bridge) >= 1) AND (length(bridge) <= 200)))
  fleet_orders_pkey PRIMARY KEY (id)
  fleet_orders_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'under_way'::text, 'done'::text, 'refused'::text])))
)
CREATE INDEX fleet_orders_newest ON public.fleet_orders USING btree (asked_at DESC)
CREATE INDEX fleet_orders_open ON public.fleet_orders USING btree (asked_at) WHERE (state = ANY (ARRAY['asked'::text, 'under_way'::text]))
grant delete, insert, select, update to visite_fleet
grant insert, select to visite_serve

create table fleet_reports (
  sole boolean not null default true
  at timestamp with time zone not null
  epoch bigint not null
  report jsonb not null
  fleet_reports_pkey PRIMARY KEY (sole)
  fleet_reports_sole_check CHECK (sole)
)
grant delete, insert, select, update to visite_fleet
grant select to visite_serve

create table fleet_steps (
  id uuid not null
  at timestamp with time zone not null
  epoch bigint not null
  step jsonb not null
  outcome text
  ended_at timestamp with time zone
  fleet_steps_pkey PRIMARY KEY (id)
)
CREATE INDEX fleet_steps_newest ON public.fleet_steps USING btree (at DESC)
grant delete, insert, select, update to visite_fleet
grant select to visite_serve

create table idempotency_keys (
  api_key_id uuid not null
  key text not null
  body_digest bytea not null
  status smallint
  content_type text
  body bytea
  created_at timestamp with time zone not null
  idempotency_keys_api_key_id_fkey FOREIGN KEY (api_key_id) REFERENCES api_keys(id)
  idempotency_keys_pkey PRIMARY KEY (api_key_id, key)
)
grant delete, insert, select, update to visite_serve

create table invitations (
  id uuid not null
  party_id uuid not null
  version integer not null default 1
  handle_hash bytea not null
  handle_key smallint not null
  invitations_handle_hash_key UNIQUE (handle_hash)
  invitations_party_id_fkey FOREIGN KEY (party_id) REFERENCES parties(id)
  invitations_party_id_key UNIQUE (party_id)
  invitations_pkey PRIMARY KEY (id)
)
grant insert, select, update to visite_serve

create table limits (
  bucket text not null
  window_at timestamp with time zone not null
  count integer not null
  limits_pkey PRIMARY KEY (bucket, window_at)
)
grant delete, insert, select, update to visite_serve

create table list_views (
  staff_id uuid not null
  list text not null
  window_at timestamp with time zone not null
  list_views_pkey PRIMARY KEY (staff_id, list, window_at)
)
CREATE INDEX list_views_window ON public.list_views USING btree (window_at)
grant delete, insert, select to visite_serve

create table lobby_entries (
  id uuid not null
  party_id uuid not null
  arrived_at timestamp with time zone not null
  last_seen_at timestamp with time zone not null
  checks jsonb not null default '{}'::jsonb
  admitted_at timestamp with time zone
  left_at timestamp with time zone
  lobby_entries_party_id_fkey FOREIGN KEY (party_id) REFERENCES parties(id)
  lobby_entries_pkey PRIMARY KEY (id)
)
CREATE UNIQUE INDEX lobby_entries_open ON public.lobby_entries USING btree (party_id) WHERE (left_at IS NULL)
grant insert, select, update to visite_serve

create table migrations (
  number integer not null
  name text not null
  digest text not null
  run_at timestamp with time zone not null default now()
  migrations_pkey PRIMARY KEY (number)
)
grant select to visite_fleet
grant select to visite_serve

create table parties (
  id uuid not null
  appointment_id uuid not null
  role text not null
  patient_id uuid
  staff_id uuid
  parties_appointment_id_fkey FOREIGN KEY (appointment_id) REFERENCES appointments(id)
  parties_check CHECK (((role = 'patient'::text) = (patient_id IS NOT NULL)))
  parties_check1 CHECK (((role = 'clinician'::text) = (staff_id IS NOT NULL)))
  parties_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patients(id)
  parties_pkey PRIMARY KEY (id)
  parties_role_check CHECK ((role = ANY (ARRAY['patient'::text, 'clinician'::text])))
  parties_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id)
)
CREATE UNIQUE INDEX parties_one_per_role ON public.parties USING btree (appointment_id, role)
grant insert, select, update to visite_serve

create table patients (
  id uuid not null
  reference text not null
  name_sealed bytea not null
  contact_sealed bytea not null
  name_marks bigint[] not null default '{}'::bigint[]
  marks_key smallint not null
  language text not null default 'de'::text
  created_at timestamp with time zone not null
  version integer not null default 1
  patients_pkey PRIMARY KEY (id)
  patients_reference_key UNIQUE (reference)
)
CREATE INDEX patients_marks ON public.patients USING gin (name_marks) WITH (fastupdate=off)
CREATE INDEX patients_newest ON public.patients USING btree (id DESC)
grant insert, select, update to visite_serve

create table places (
  id uuid not null
  label text not null
  active boolean not null default true
  places_label_key UNIQUE (label)
  places_pkey PRIMARY KEY (id)
)
grant insert, select, update to visite_serve

create table sessions (
  token_hash bytea not null
  staff_id uuid not null
  created_at timestamp with time zone not null
  last_seen_at timestamp with time zone not null
  expires_at timestamp with time zone not null
  sessions_pkey PRIMARY KEY (token_hash)
  sessions_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id) ON DELETE CASCADE
)
CREATE INDEX sessions_of ON public.sessions USING btree (staff_id)
grant delete, insert, select, update to visite_serve

create table staff (
  id uuid not null
  login text not null
  name text not null
  email text not null default ''::text
  language text not null default 'de'::text
  password_hash text
  disabled_at timestamp with time zone
  created_at timestamp with time zone not null
  version integer not null default 1
  staff_language_check CHECK ((language = ANY (ARRAY['de'::text, 'en'::text])))
  staff_pkey PRIMARY KEY (id)
)
CREATE UNIQUE INDEX staff_login ON public.staff USING btree (lower(login))
grant insert, select, update to visite_serve

create table staff_links (
  token_hash bytea not null
  purpose text not null
  staff_id uuid
  created_at timestamp with time zone not null
  expires_at timestamp with time zone not null
  used_at timestamp with time zone
  staff_links_check CHECK (((purpose = 'first_person'::text) = (staff_id IS NULL)))
  staff_links_pkey PRIMARY KEY (token_hash)
  staff_links_purpose_check CHECK ((purpose = ANY (ARRAY['first_person'::text, 'invitation'::text, 'reset'::text])))
  staff_links_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id) ON DELETE CASCADE
)
grant delete, insert, select, update to visite_serve

create table staff_roles (
  staff_id uuid not null
  role text not null
  staff_roles_pkey PRIMARY KEY (staff_id, role)
  staff_roles_role_check CHECK ((role = ANY (ARRAY['coordinator'::text, 'clinician'::text, 'clinic_admin'::text, 'operator'::text, 'auditor'::text])))
  staff_roles_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id) ON DELETE CASCADE
)
grant delete, insert, select to visite_serve

create table tasks (
  id uuid not null
  kind text not null
  about jsonb not null default '{}'::jsonb
  due_at timestamp with time zone not null
  attempts integer not null default 0
  claimed_until timestamp with time zone
  done_at timestamp with time zone
  given_up_at timestamp with time zone
  last_error text
  once text
  tasks_pkey PRIMARY KEY (id)
)
CREATE INDEX tasks_due ON public.tasks USING btree (due_at) WHERE ((done_at IS NULL) AND (given_up_at IS NULL))
CREATE UNIQUE INDEX tasks_once ON public.tasks USING btree (kind, once) WHERE ((done_at IS NULL) AND (given_up_at IS NULL))
grant delete, insert, select, update to visite_serve

create table undoable_acts (
  id uuid not null
  staff_id uuid not null
  appointment_id uuid not null
  did text not null
  before jsonb
  version_after integer not null
  done_at timestamp with time zone not null
  undone_at timestamp with time zone
  undoable_acts_appointment_id_fkey FOREIGN KEY (appointment_id) REFERENCES appointments(id)
  undoable_acts_pkey PRIMARY KEY (id)
  undoable_acts_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id)
)
CREATE INDEX undoable_acts_of ON public.undoable_acts USING btree (staff_id, done_at DESC)
grant insert, select, update to visite_serve

create table visits (
  id uuid not null
  appointment_id uuid not null
  jitsi_room text not null
  started_at timestamp with time zone not null
  started_by uuid not null
  ended_at timestamp with time zone
  ended_by uuid
  visits_appointment_id_fkey FOREIGN KEY (appointment_id) REFERENCES appointments(id)
  visits_check CHECK ((ended_at >= started_at))
  visits_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES staff(id)
  visits_jitsi_room_key UNIQUE (jitsi_room)
  visits_pkey PRIMARY KEY (id)
  visits_started_by_fkey FOREIGN KEY (started_by) REFERENCES staff(id)
)
CREATE UNIQUE INDEX visits_live ON public.visits USING btree (appointment_id) WHERE (ended_at IS NULL)
grant insert, select, update to visite_serve
