-- The consultation as it happens: who is at the door, who was let in, when.

-- Made by a POST from the patient's page; the cookie holds the token.
create table access_sessions (
  token_hash bytea primary key,
  invitation_id uuid not null references invitations,
  -- The invitation's version when it was made: revoking ends the session too.
  invitation_version int not null,
  language text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  check (expires_at <= created_at + interval '1 hour')
);
create index access_sessions_of on access_sessions (invitation_id);

create table lobby_entries (
  id uuid primary key,
  party_id uuid not null references parties,
  arrived_at timestamptz not null,
  last_seen_at timestamptz not null,
  -- { camera, microphone, speaker, browser }: "works" | "silent" | "refused" | "absent" | "untested".
  checks jsonb not null default '{}',
  admitted_at timestamptz,
  left_at timestamptz
);
create unique index lobby_entries_open on lobby_entries (party_id) where (left_at is null);

create table visits (
  id uuid primary key,
  appointment_id uuid not null references appointments,
  jitsi_room text not null unique,
  started_at timestamptz not null,
  started_by uuid not null references staff,
  ended_at timestamptz,
  ended_by uuid references staff,
  check (ended_at >= started_at)
);
create unique index visits_live on visits (appointment_id) where (ended_at is null);
