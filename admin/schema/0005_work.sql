-- Tasks for later: claimed, retried, given up.

create table tasks (
  id uuid primary key,
  kind text not null,
  -- Ids only, never a person's data.
  about jsonb not null default '{}',
  due_at timestamptz not null,
  attempts int not null default 0,
  claimed_until timestamptz,
  done_at timestamptz,
  given_up_at timestamptz,
  last_error text,
  -- At most one open task of a kind and key.
  once text
);
create index tasks_due on tasks (due_at) where (done_at is null and given_up_at is null);
create unique index tasks_once on tasks (kind, once) where (done_at is null and given_up_at is null);
