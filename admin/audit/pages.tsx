import { Field } from "../ui/form.tsx";
import { sayOfAudit } from "../ui/messages/audit.ts";
import { Notice } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";
import { Table } from "../ui/table.tsx";
import { timesOf } from "../ui/time.ts";
import { type Head, headText } from "./chain.ts";
import type { KeptDeed } from "./deed.ts";
import type { AuditReader } from "./routes.tsx";
import type { Finding, Verdict } from "./verification.ts";
import { deedWords } from "./words.ts";

interface AuditProps {
  readonly reader: AuditReader;
  readonly deeds: readonly KeptDeed[];
  readonly names: ReadonlyMap<string, string>;
  readonly asked: Readonly<Record<string, string>>;
  readonly head: Head;
  /** Where the next page begins, if there is one. */
  readonly more: number | undefined;
  readonly today: Temporal.PlainDate;
}

export function AuditPage(props: AuditProps) {
  const { reader, deeds, asked, head, more } = props;
  const say = sayOfAudit(reader.language);
  const next = new URLSearchParams({ ...asked, before: `${more}` });
  return (
    <Page {...reader.frame} title={say("audit")}>
      <h1>{say("audit")}</h1>
      {!reader.maySeeAll && <p>{say("only_own")}</p>}
      <Filters {...props} />
      {deeds.length === 0 ? <p>{say("no_deeds")}</p> : <Deeds {...props} />}
      {more && (
        <p>
          <a href={`/audit?${next}`} rel="next">{say("older")}</a>
        </p>
      )}
      {reader.mayVerify && <Verification reader={reader} head={head} />}
    </Page>
  );
}

function Filters({ reader, asked, today }: AuditProps) {
  const say = sayOfAudit(reader.language);
  return (
    <form method="get" action="/audit" class="filters">
      <Field
        label={say("from")}
        name="from"
        type="date"
        value={asked.from}
        max={today.toString()}
      />
      <Field
        label={say("until")}
        name="until"
        type="date"
        value={asked.until}
        max={today.toString()}
      />
      <label>
        {say("did")}
        <select name="did">
          <option value="">{say("anything")}</option>
          {Object.entries(deedWords(reader.language)).map(([did, words]) => (
            <option value={did} selected={asked.did === did}>{words}</option>
          ))}
        </select>
      </label>
      {asked.by && <input type="hidden" name="by" value={asked.by} />}
      {asked.about && <input type="hidden" name="about" value={asked.about} />}
      <p class="acts">
        <button type="submit">{say("narrow")}</button>
        <a href="/audit">{say("show_all")}</a>
      </p>
    </form>
  );
}

function Deeds({ reader, deeds, names }: AuditProps) {
  const say = sayOfAudit(reader.language);
  const times = timesOf(reader.language, reader.zone);
  const words = deedWords(reader.language);
  const heads = ["number", "when", "who", "what", "about", "detail"] as const;
  return (
    <Table caption={say("audit")} heads={heads.map((head) => say(head))}>
      {deeds.map((deed) => (
        <tr>
          <td>{deed.number}</td>
          <td>
            <time datetime={deed.at.toString()}>
              {times.dayAndClock(deed.at)}
            </time>
          </td>
          <td>{whoOf(deed, reader, names)}</td>
          <td>{words[deed.did] ?? <code>{deed.did}</code>}</td>
          <td>
            <About id={deed.patientId ?? deed.toId} names={names} />
          </td>
          <td>
            {deed.detail && <code>{JSON.stringify(deed.detail)}</code>}
          </td>
        </tr>
      ))}
    </Table>
  );
}

function whoOf(
  { byKind, byId }: KeptDeed,
  { language }: AuditReader,
  names: ReadonlyMap<string, string>,
) {
  const say = sayOfAudit(language);
  const kind = say(`by_${byKind}`);
  if (!byId) return kind;
  const name = names.get(byId);
  return <a href={`/audit?by=${byId}`}>{name ? `${name} (${kind})` : kind}</a>;
}

function About({ id, names }: {
  readonly id: string | null;
  readonly names: ReadonlyMap<string, string>;
}) {
  if (!id) return null;
  return (
    <a href={`/audit?about=${id}`}>{names.get(id) ?? `…${id.slice(-6)}`}</a>
  );
}

function Verification({ reader, head }: {
  readonly reader: AuditReader;
  readonly head: Head;
}) {
  const say = sayOfAudit(reader.language);
  return (
    <section>
      <h2>{say("verify")}</h2>
      <p>{say("head_is")}</p>
      <p>
        <code class="head">{headText(head)}</code>
      </p>
      <form method="post" action="/audit/verification" class="narrow">
        <Field
          label={say("noted_head")}
          name="head"
          hint={say("noted_head_hint")}
          maxlength={200}
        />
        <button type="submit" class="main">{say("verify")}</button>
      </form>
    </section>
  );
}

interface VerdictProps {
  readonly reader: AuditReader;
  readonly typed: string;
  /** Absent: what was typed is no head, so nothing was looked at. */
  readonly verdict?: Verdict;
}

export function VerdictPage({ reader, verdict }: VerdictProps) {
  const say = sayOfAudit(reader.language);
  const isWhole = verdict?.findings.length === 0;
  const title = !verdict
    ? say("no_head")
    : isWhole
    ? say("whole")
    : say("not_whole");
  return (
    <Page {...reader.frame} title={title}>
      <h1>{title}</h1>
      {!verdict && <Notice kind="wrong">{say("no_head_help")}</Notice>}
      {verdict && (
        <>
          <p>{say("walked", { deeds: verdict.deeds })}</p>
          {verdict.findings.map((finding) => (
            <Notice kind="wrong">{findingWords(finding, reader)}</Notice>
          ))}
          {!isWhole && <p>{say("what_now")}</p>}
          <p>
            {say("head_is")} <code class="head">{headText(verdict.head)}</code>
          </p>
        </>
      )}
      <p>
        <a href="/audit">{say("back")}</a>
      </p>
    </Page>
  );
}

function findingWords(finding: Finding, { language }: AuditReader): string {
  const { is, number } = finding;
  const noted = is === "cut" ? finding.noted : 0;
  return sayOfAudit(language)(`finding_${is}`, { number, noted });
}
