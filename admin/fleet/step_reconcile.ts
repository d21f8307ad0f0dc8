import { whyNotLower, whyNotResume } from "./guard.ts";
import { noAnswers, observed } from "./observation.ts";
import type { Observation } from "./observation.ts";
import type { Step } from "./plan.ts";
import type { Written } from "./ports.ts";
import { lastResumeAt } from "./queries.ts";
import type { TickNeeds } from "./reconcile.ts";
import { type Reason, reason } from "./reason.ts";
import { type RenewalStep, whyNotRaise, whyNotTakeBack } from "./renewal.ts";
import { secondsFrom } from "./swarm.ts";

/** Times that a write is decided anew when somebody else's came first. */
const triesMax = 3;

/** Does one step, after a last look; says what came of it. */
export async function carriedOut(
  needs: TickNeeds,
  step: Step,
  before: Observation,
): Promise<string> {
  if (step.do === "lower") return await lowered(needs, step, before);
  if (step.do === "resume") return await resumed(needs, before);
  if (step.do === "raise" || step.do === "take_back") {
    return await renewed(needs, step, before);
  }
  const address = before.bridges.find(({ taskId }) => taskId === step.taskId)
    ?.address;
  if (!address) return "no address";
  if (step.do === "leave") return await toldToLeave(needs, address);
  return await drained(needs, address, step.do === "drain");
}

/** Switches drain, and reads it back. */
async function drained(
  { bridges }: TickNeeds,
  address: string,
  isOn: boolean,
): Promise<string> {
  await bridges.setDrain(address, isOn);
  const answer = await bridges.ask(address);
  if (answer.is !== "answered") return `not confirmed: ${answer.is}`;
  return answer.stats.isDraining === isOn ? "confirmed" : "not taken";
}

async function toldToLeave(
  { bridges }: TickNeeds,
  address: string,
): Promise<string> {
  const last = await bridges.ask(address);
  if (last.is !== "answered") return `not told: ${last.is}`;
  const { people, isDraining } = last.stats;
  if (!isDraining) return "not told: it no longer drains";
  if (people > 0) return "not told: somebody came";
  await bridges.leave(address);
  return "told";
}

async function lowered(
  needs: TickNeeds,
  { slot }: Extract<Step, { do: "lower" }>,
  before: Observation,
): Promise<string> {
  return await written(
    needs,
    before,
    (seen) => whyNotLower(seen, slot),
    ({ service: { version, replicas } }) =>
      needs.swarm.setReplicas(version, replicas - 1),
  );
}

async function renewed(
  needs: TickNeeds,
  { do: what, taskId, replicas }: RenewalStep,
  before: Observation,
): Promise<string> {
  return await written(
    needs,
    before,
    (seen) => {
      const { raise, service } = seen;
      const before = what === "raise" ? replicas - 1 : replicas + 1;
      // Somebody else came first: by another number this means another thing.
      if (service.replicas !== before) return reason("unsettled");
      if (what === "raise") return whyNotRaise(seen, taskId, needs.times);
      return raise ? whyNotTakeBack(seen, raise) : reason("unsettled");
    },
    ({ service }) => needs.swarm.setReplicas(service.version, replicas),
  );
}

async function resumed(
  needs: TickNeeds,
  before: Observation,
): Promise<string> {
  const { sql, clock, times } = needs;
  const last = await lastResumeAt(sql);
  if (last && secondsFrom(last, clock()) < times.resumeSeconds) {
    return "not yet again";
  }
  return await written(
    needs,
    before,
    whyNotResume,
    ({ service: { version } }) => needs.swarm.resume(version),
  );
}

/** Looks again, decides again, and writes only what it then still means. */
async function written(
  { swarm, clock, times }: TickNeeds,
  before: Observation,
  whyNot: (seen: Observation) => Reason | undefined,
  write: (seen: Observation) => Promise<Written>,
): Promise<string> {
  for (let tries = 0; tries < triesMax; tries++) {
    const world = await swarm.look();
    const seen = observed(world, before, noAnswers, clock(), times);
    const why = whyNot(seen);
    if (why) return `not written: ${why.why}`;
    if (await write(seen) === "written") return "written";
  }
  return `not written: ${reason("unsettled").why}`;
}
