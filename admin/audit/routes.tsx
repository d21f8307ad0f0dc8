import { type Context, Hono } from "hono";
import { isId } from "../base/id.ts";
import { Refusal } from "../base/refusal.ts";
import type { Database, Sql } from "../base/sql.ts";
import { type Clock, dayIn, dayOf } from "../base/time.ts";
import { dateIn } from "../base/typed.ts";
import type { Frame } from "../ui/page.tsx";
import type { StaffLanguage } from "../ui/words.ts";
import { type Head, headFrom } from "./chain.ts";
import { AuditPage, VerdictPage } from "./pages.tsx";
import { type DeedFilter, deedsIn, type Scribe } from "./queries.ts";

/** Who reads the audit, as the room above knows it. */
export interface AuditReader {
  readonly id: string;
  readonly language: StaffLanguage;
  readonly zone: string;
  readonly frame: Frame;
  /** False: only the reader's own deeds. */
  readonly maySeeAll: boolean;
  readonly mayVerify: boolean;
}

interface Needs {
  readonly sql: Database;
  readonly clock: Clock;
  readonly scribe: Scribe;
  readerOf(c: Context): AuditReader;
  /** Names of staff and keys, references of patients; others stay ids. */
  namesOf(sql: Sql, ids: readonly string[]): Promise<Map<string, string>>;
}

const pageSize = 100;

/** The audit's pages; sign-in and role are seen to where they are mounted. */
export function auditRoutes(needs: Needs) {
  const { sql, scribe, clock } = needs;
  return new Hono()
    .get("/", async (c) => {
      const reader = needs.readerOf(c);
      const asked = c.req.query();
      const filter = filterFrom(asked, reader);
      await scribe.sawList(sql, reader.id, "audit");
      const deeds = await deedsIn(sql, filter, pageSize + 1);
      const shown = deeds.slice(0, pageSize);
      const ids = shown.flatMap(({ byId, toId, patientId }) =>
        [byId, toId, patientId].filter((id) => id !== null)
      );
      return c.html(
        <AuditPage
          reader={reader}
          deeds={shown}
          names={await needs.namesOf(sql, ids)}
          asked={asked}
          head={await scribe.head(sql)}
          more={deeds.length > pageSize ? shown.at(-1)?.number : undefined}
          today={dayOf(reader.zone, clock())}
        />,
      );
    })
    .post("/verification", async (c) => {
      const reader = needs.readerOf(c);
      if (!reader.mayVerify) {
        throw new Refusal("forbidden", "Your roles do not allow this.");
      }
      const { head = "" } = await c.req.parseBody();
      const typed = String(head).trim();
      const expected = typed === "" ? [] : [headFrom(typed)];
      if (expected.includes(undefined)) {
        return c.html(<VerdictPage reader={reader} typed={typed} />, 422);
      }
      const heads = expected.filter((head): head is Head => head !== undefined);
      const verdict = await scribe.verify(sql, heads);
      await scribe.writeDown(sql, {
        by: { kind: "staff", id: reader.id },
        did: "audit.verified",
        detail: { findings: verdict.findings.length },
      });
      return c.html(
        <VerdictPage reader={reader} typed={typed} verdict={verdict} />,
      );
    });
}

/** What the query of the address asks for; nonsense asks for nothing. */
function filterFrom(
  asked: Readonly<Record<string, string>>,
  { id, zone, maySeeAll }: AuditReader,
): DeedFilter {
  const { from, until, by = "", did = "", about = "", before } = asked;
  const first = dayFrom(from);
  const last = dayFrom(until);
  const byId = isId(by) ? by : undefined;
  return {
    from: first && dayIn(zone, first).from,
    until: last && dayIn(zone, last).until,
    byId: maySeeAll ? byId : id,
    did: /^[a-z_]+(\.[a-z_]*)?$/.test(did) ? did : undefined,
    aboutId: isId(about) ? about : undefined,
    before: before && /^\d{1,15}$/.test(before) ? Number(before) : undefined,
  };
}

function dayFrom(text: string | undefined): Temporal.PlainDate | undefined {
  return text === undefined ? undefined : dateIn(text);
}
