-- Who did what to whom: append-only, chained by an HMAC whose key is not here.

create table deeds (
  -- Taken inside the lock, so that numbers and links have one order.
  number bigint primary key check (number > 0),
  at timestamptz not null,
  by_kind text not null check (by_kind in ('staff', 'key', 'patient', 'system')),
  by_id uuid,
  did text not null,
  to_id uuid,
  patient_id uuid,
  -- Beside the chain, which holds only its salted digest.
  detail jsonb,
  salt bytea not null,
  detail_digest bytea not null,
  key_number smallint not null,
  previous bytea not null,
  link bytea not null unique
);
create index deeds_to on deeds (to_id, number);
create index deeds_patient on deeds (patient_id, number);
create index deeds_by on deeds (by_id, number);
create index deeds_at on deeds (at);

-- Heads of the chain that were written down, each vouched for by the deed key:
-- a chain that was rewritten or cut since then no longer holds them.
create table deed_heads (
  number bigint primary key,
  link bytea not null,
  noted_at timestamptz not null,
  key_number smallint not null,
  voucher bytea not null
);

-- The list views already written down: one per person, list and five minutes.
create table list_views (
  staff_id uuid not null,
  list text not null,
  window_at timestamptz not null,
  primary key (staff_id, list, window_at)
);
create index list_views_window on list_views (window_at);

create function deeds_stay() returns trigger language plpgsql as $$
begin
  raise exception 'deeds are only ever added' using errcode = 'insufficient_privilege';
end $$;
create trigger deeds_stay before update on deeds for each row execute function deeds_stay();
create trigger deeds_are_not_removed before delete on deeds for each statement execute function deeds_stay();
create trigger deeds_are_not_truncated before truncate on deeds for each statement execute function deeds_stay();
