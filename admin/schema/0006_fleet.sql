-- The bridges as fleet saw them, what is wished of them, and what was done.

-- Who leads: the epoch rises with each new leader and stands in all it does.
create table fleet_leaders (
  sole boolean primary key default true check (sole),
  epoch bigint not null,
  holder text not null,
  since timestamptz not null
);

-- What must outlive a tick: by the task that runs the bridge.
create table fleet_bridges (
  task_id text primary key,
  -- How it was last seen, since when, and what is wished of it.
  memory jsonb not null,
  seen_at timestamptz not null
);

-- Wishes: written by people's pages and commands, answered by the leader.
create table fleet_orders (
  id uuid primary key,
  asked_at timestamptz not null,
  -- A member of staff; null for a command typed beside the program.
  asked_by uuid,
  act text not null check (act in ('drain', 'reclaim', 'retire')),
  bridge text not null check (length(bridge) between 1 and 200),
  state text not null default 'asked' check (state in ('asked', 'under_way', 'done', 'refused')),
  task_id text,
  -- A reason's name and its values, for words in any language.
  answer jsonb,
  epoch bigint,
  changed_at timestamptz not null
);
create index fleet_orders_open on fleet_orders (asked_at) where (state in ('asked', 'under_way'));
create index fleet_orders_newest on fleet_orders (asked_at desc);

-- Each effect on the world, written down before it is tried.
create table fleet_steps (
  id uuid primary key,
  at timestamptz not null,
  epoch bigint not null,
  step jsonb not null,
  -- Null while it is tried; then what came of it.
  outcome text,
  ended_at timestamptz
);
create index fleet_steps_newest on fleet_steps (at desc);

-- The one picture that page, metrics and commands are told from.
create table fleet_reports (
  sole boolean primary key default true check (sole),
  at timestamptz not null,
  epoch bigint not null,
  report jsonb not null
);
