import type { Counted } from "../adapters/metrics.ts";
import type { SiteNeeds } from "../site.tsx";

const nothing: Counted = {
  isReady: false,
  head: undefined,
  appointments: {},
  tasksDue: 0,
};

/** What the metrics tell of the database; little when it does not answer. */
export async function countedIn(
  { sql, scribe, clock }: SiteNeeds,
): Promise<Counted> {
  try {
    const [statuses, tasks, head] = await Promise.all([
      sql<{ status: string; count: number }[]>`
        select status, count(*)::int as count
        from appointments
        group by status
        order by status`,
      sql<{ count: number }[]>`
        select count(*)::int as count
        from tasks
        where done_at is null and given_up_at is null and due_at <= ${clock()}`,
      scribe.head(sql),
    ]);
    return {
      isReady: true,
      head,
      appointments: Object.fromEntries(
        statuses.map(({ status, count }) => [status, count]),
      ),
      tasksDue: tasks[0]?.count ?? 0,
    };
  } catch {
    return nothing;
  }
}
