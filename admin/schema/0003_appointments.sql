-- Before the visit: places, opening hours, appointments, and who is invited.

create table places (
  id uuid primary key,
  label text not null unique,
  active boolean not null default true
);

-- A clinician's week in the clinic's zone; breaks are the gaps between rules.
create table availability_rules (
  id uuid primary key,
  clinician_id uuid not null references staff,
  weekday smallint not null check (weekday between 1 and 7),
  from_time time not null,
  until_time time not null,
  check (until_time > from_time),
  exclude using gist (
    clinician_id with =, weekday with =,
    int4range(extract(epoch from from_time)::int, extract(epoch from until_time)::int) with &&)
);

-- Exceptions win over the week. No clinician: the clinic's own closed day.
create table availability_exceptions (
  id uuid primary key,
  clinician_id uuid references staff,
  day date not null,
  kind text not null check (kind in ('closed', 'open')),
  -- Both null: the whole day.
  from_time time,
  until_time time,
  reason text not null,
  check ((from_time is null) = (until_time is null)),
  check (until_time > from_time),
  check (kind = 'closed' or from_time is not null)
);
create index availability_exceptions_on on availability_exceptions (day, clinician_id);

create table appointments (
  id uuid primary key,
  patient_id uuid not null references patients,
  clinician_id uuid not null references staff,
  place_id uuid references places,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  zone text not null,
  lead_minutes smallint not null check (lead_minutes between 0 and 30),
  buffer_minutes smallint not null default 0 check (buffer_minutes between 0 and 60),
  -- The clinician's and the place's time: with the buffer. Set by the trigger.
  busy tstzrange not null,
  status text not null default 'booked' check (status in
    ('booked', 'arrived', 'in_progress', 'fulfilled', 'noshow', 'cancelled')),
  kind text not null default 'scheduled' check (kind in ('scheduled', 'ad_hoc', 'follow_up')),
  follow_up_of uuid references appointments,
  -- The Jitsi room: 128 random bits, lower case, never reused, never shown.
  jitsi_room text not null unique check (jitsi_room = lower(jitsi_room)),
  -- Calendar identity and how often it moved (RFC 5545 SEQUENCE).
  moves int not null default 0,
  told_at timestamptz,
  created_at timestamptz not null,
  version int not null default 1,
  check (ends_at > starts_at and ends_at - starts_at <= interval '8 hours'),
  check (busy @> tstzrange(starts_at, ends_at)),
  constraint clinician_taken exclude using gist (clinician_id with =, busy with &&)
    where (status in ('booked', 'arrived', 'in_progress')),
  constraint place_taken exclude using gist (place_id with =, busy with &&)
    where (place_id is not null and status in ('booked', 'arrived', 'in_progress')),
  constraint patient_taken exclude using gist (patient_id with =, tstzrange(starts_at, ends_at) with &&)
    where (status in ('booked', 'arrived', 'in_progress'))
);
create index appointments_starting on appointments (starts_at);
create index appointments_of_patient on appointments (patient_id, starts_at);
create index appointments_of_clinician on appointments (clinician_id, starts_at);

-- timestamptz + interval is not immutable, so busy cannot be a generated column.
create function appointments_busy() returns trigger language plpgsql as $$
begin
  new.busy := tstzrange(new.starts_at, new.ends_at + make_interval(mins => new.buffer_minutes));
  return new;
end $$;
create trigger appointments_busy before insert or update of starts_at, ends_at, buffer_minutes
  on appointments for each row execute function appointments_busy();

create table parties (
  id uuid primary key,
  appointment_id uuid not null references appointments,
  role text not null check (role in ('patient', 'clinician')),
  patient_id uuid references patients,
  staff_id uuid references staff,
  check ((role = 'patient') = (patient_id is not null)),
  check ((role = 'clinician') = (staff_id is not null))
);
create unique index parties_one_per_role on parties (appointment_id, role);

-- The right that a printed link carries. The handle itself is derived from the
-- id and the version with a key that is not here; only its digest is kept.
create table invitations (
  id uuid primary key,
  party_id uuid not null unique references parties,
  version int not null default 1,
  handle_hash bytea not null unique,
  handle_key smallint not null
);

-- What staff may take back for five minutes: the appointment as it was.
create table undoable_acts (
  id uuid primary key,
  staff_id uuid not null references staff,
  appointment_id uuid not null references appointments,
  did text not null,
  before jsonb,
  -- The version the act made; later changes make the act final.
  version_after int not null,
  done_at timestamptz not null,
  undone_at timestamptz
);
create index undoable_acts_of on undoable_acts (staff_id, done_at desc);

-- The answer to a POST that carried an Idempotency-Key, for 24 hours.
create table idempotency_keys (
  api_key_id uuid not null references api_keys,
  key text not null,
  body_digest bytea not null,
  -- null while the first request is still at work.
  status smallint,
  content_type text,
  body bytea,
  created_at timestamptz not null,
  primary key (api_key_id, key)
);
