-- Who may do what to which table: run after the migrations, every time, in
-- their transaction. What is not named here is not allowed.
--
-- visite_migrate owns the tables; visite_serve serves people; visite_fleet
-- minds the bridges and reaches no person. A role that is missing is made
-- without a way to sign in; a database whose user may not make roles does
-- without them, and its one user owns all.

do $$
declare
  role_name text;
begin
  foreach role_name in array array['visite_migrate', 'visite_serve', 'visite_fleet'] loop
    if to_regrole(role_name) is null then
      begin
        execute format('create role %I nologin', role_name);
      exception
        when insufficient_privilege then
          raise notice 'role % is missing and cannot be made', role_name;
        -- Another database of this server was quicker.
        when duplicate_object or unique_violation then
          null;
      end;
    end if;
  end loop;
end $$;

do $$
begin
  if to_regrole('visite_serve') is null then
    return;
  end if;
  revoke all on all tables in schema public from visite_serve;
  grant select on migrations to visite_serve;

  -- people
  grant select, insert, update on clinics, staff, api_keys, patients, places to visite_serve;
  grant select, insert, update, delete on staff_links, sessions to visite_serve;
  grant select, insert, delete on staff_roles, availability_rules, availability_exceptions to visite_serve;

  -- audit: deeds and heads are only ever added
  grant select, insert on deeds, deed_heads to visite_serve;
  grant select, insert, delete on list_views to visite_serve;

  -- work
  grant select, insert, update, delete on limits, tasks to visite_serve;

  -- appointments
  grant select, insert, update on appointments, parties, invitations, undoable_acts to visite_serve;
  grant select, insert, update, delete on idempotency_keys to visite_serve;

  -- visits
  grant select, insert, update on lobby_entries, visits to visite_serve;
  grant select, insert, update, delete on access_sessions to visite_serve;

  -- fleet: what it saw can be read; a wish can be added
  grant select on fleet_leaders, fleet_steps, fleet_reports to visite_serve;
  grant select, insert on fleet_orders to visite_serve;
end $$;

do $$
begin
  if to_regrole('visite_fleet') is null then
    return;
  end if;
  revoke all on all tables in schema public from visite_fleet;
  grant select on migrations to visite_fleet;
  grant select, insert, update, delete
    on fleet_leaders, fleet_bridges, fleet_orders, fleet_steps, fleet_reports to visite_fleet;
end $$;
