-- Who there is: the clinic, its staff, its patients, and the ways in.

create extension if not exists btree_gist;

create table clinics (
  id uuid primary key,
  -- There is one clinic in an installation; this makes a second impossible.
  sole boolean not null default true unique check (sole),
  name text not null,
  address text not null default '',
  zone text not null,
  language text not null default 'de',
  help_number text not null,
  help_hours text not null default '',
  patient_languages text[] not null default '{de,en}',
  lead_minutes smallint not null default 1 check (lead_minutes between 0 and 30),
  opens_minutes_before smallint not null default 30 check (opens_minutes_before between 0 and 240),
  closes_minutes_after smallint not null default 30 check (closes_minutes_after between 0 and 240),
  buffer_minutes smallint not null default 0 check (buffer_minutes between 0 and 60),
  accent text not null default '#0b5c6b',
  logo bytea,
  -- Minutes without a request after which a sign-in ends by itself.
  idle_minutes smallint not null default 30 check (idle_minutes between 5 and 480),
  logo_type text check (logo_type in ('image/png', 'image/svg+xml', 'image/jpeg')),
  demo boolean not null default false,
  version int not null default 1
);

create table staff (
  id uuid primary key,
  login text not null,
  name text not null,
  email text not null default '',
  language text not null default 'de' check (language in ('de', 'en')),
  -- scrypt, with its parameters in front; null until the first link is used.
  password_hash text,
  disabled_at timestamptz,
  created_at timestamptz not null,
  version int not null default 1
);
create unique index staff_login on staff (lower(login));

create table staff_roles (
  staff_id uuid not null references staff on delete cascade,
  role text not null check (role in ('coordinator', 'clinician', 'clinic_admin', 'operator', 'auditor')),
  primary key (staff_id, role)
);

-- Single-use links: the first person, an invitation, a forgotten password.
create table staff_links (
  token_hash bytea primary key,
  purpose text not null check (purpose in ('first_person', 'invitation', 'reset')),
  staff_id uuid references staff on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  check ((purpose = 'first_person') = (staff_id is null))
);

create table sessions (
  token_hash bytea primary key,
  staff_id uuid not null references staff on delete cascade,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index sessions_of on sessions (staff_id);

create table api_keys (
  id uuid primary key,
  name text not null,
  key_hash bytea not null unique,
  scopes text[] not null,
  created_by uuid references staff,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);

create table patients (
  id uuid primary key,
  -- Six letters that staff may say aloud instead of a name.
  reference text not null unique,
  name_sealed bytea not null,
  -- { phone?, email?, birthDate?, notesForSheet? } as JSON, sealed.
  contact_sealed bytea not null,
  -- Keyed digests of the name's beginnings, cut to 8 bytes: see decision on search.
  name_marks bigint[] not null default '{}',
  marks_key smallint not null,
  language text not null default 'de',
  created_at timestamptz not null,
  version int not null default 1
);
create index patients_marks on patients using gin (name_marks) with (fastupdate = off);
create index patients_newest on patients (id desc);

-- How often something was tried, in fixed windows.
create table limits (
  bucket text not null,
  window_at timestamptz not null,
  count int not null,
  primary key (bucket, window_at)
);
