/** What Docker says of services, tasks and nodes, as far as fleet needs it. */
import { z } from "zod";
import type { Node, Service, Task, TaskState } from "../fleet/mod.ts";

const taskStates = [
  "new",
  "allocated",
  "pending",
  "assigned",
  "accepted",
  "preparing",
  "ready",
  "starting",
  "running",
  "complete",
  "shutdown",
  "failed",
  "rejected",
  "remove",
  "orphaned",
] as const satisfies readonly TaskState[];

const instant = z.string().transform((text) => Temporal.Instant.from(text));

export const taskShape = z.object({
  ID: z.string(),
  Slot: z.number().int().default(0),
  NodeID: z.string().optional(),
  DesiredState: z.enum(taskStates),
  Spec: z.object({
    ContainerSpec: z.object({ Hostname: z.string().optional() }).optional(),
  }),
  Status: z.object({
    Timestamp: instant,
    State: z.enum(taskStates),
    Err: z.string().default(""),
    ContainerStatus: z.object({ ExitCode: z.number().optional() }).optional(),
  }),
  NetworksAttachments: z.array(z.object({
    Network: z.object({ Spec: z.object({ Name: z.string() }) }),
    Addresses: z.array(z.string()).nullish(),
  })).nullish(),
});

export const nodeShape = z.object({
  ID: z.string(),
  Description: z.object({ Hostname: z.string().default("") }).default({
    Hostname: "",
  }),
  Spec: z.object({
    Labels: z.record(z.string(), z.string()).nullish(),
    Role: z.string().default("worker"),
    Availability: z.string(),
  }),
  Status: z.object({ State: z.string() }),
});

export const serviceShape = z.object({
  ID: z.string(),
  Version: z.object({ Index: z.number() }),
  Spec: z.looseObject({
    Name: z.string(),
    Labels: z.record(z.string(), z.string()).nullish(),
    TaskTemplate: z.looseObject({
      Placement: z.looseObject({
        Constraints: z.array(z.string()).nullish(),
      }).nullish(),
    }),
    Mode: z.looseObject({
      Replicated: z.looseObject({ Replicas: z.number().int() }).optional(),
    }),
  }),
  UpdateStatus: z.object({
    State: z.string().default(""),
    Message: z.string().default(""),
  }).nullish(),
});

export type Found = z.output<typeof serviceShape>;

export function serviceOf({ Version, Spec, UpdateStatus }: Found): Service {
  const state = UpdateStatus?.State || "none";
  return {
    name: Spec.Name,
    version: Version.Index,
    replicas: Spec.Mode.Replicated?.Replicas ?? 0,
    update: isUpdateState(state) ? state : "updating",
    updateSaid: UpdateStatus?.Message ?? "",
  };
}

const updateStates: readonly string[] = [
  "none",
  "updating",
  "paused",
  "completed",
  "rollback_started",
  "rollback_paused",
  "rollback_completed",
];

function isUpdateState(state: string): state is Service["update"] {
  return updateStates.includes(state);
}

export function taskOf(
  task: z.output<typeof taskShape>,
  network: string,
): Task {
  const attached = (task.NetworksAttachments ?? []).find(({ Network }) => {
    const { Name } = Network.Spec;
    return Name === network || Name.endsWith(`_${network}`);
  });
  const hostname = task.Spec.ContainerSpec?.Hostname;
  return {
    id: task.ID,
    slot: task.Slot,
    nodeId: task.NodeID || undefined,
    desired: task.DesiredState,
    state: task.Status.State,
    at: task.Status.Timestamp,
    exitCode: task.Status.ContainerStatus?.ExitCode,
    error: task.Status.Err,
    address: attached?.Addresses?.[0]?.split("/", 1)[0],
    hostname: hostname?.replaceAll(/\{\{\s*\.Task\.ID\s*\}\}/g, task.ID),
  };
}

/** As stack.yml has it where there is more than one node. */
export function keepsOffManagers({ Spec }: Found): boolean {
  const { Constraints } = Spec.TaskTemplate.Placement ?? {};
  return Constraints?.includes("node.role != manager") ?? false;
}

export function nodeOf(
  { ID, Description, Spec, Status }: z.output<typeof nodeShape>,
  isOffManagers: boolean,
): Node {
  const isLabelled = Spec.Labels?.["visite.bridge"] === "true";
  return {
    id: ID,
    name: Description.Hostname || ID,
    isUp: Status.State === "ready",
    isActive: Spec.Availability === "active",
    isForBridges: isLabelled && !(isOffManagers && Spec.Role === "manager"),
  };
}
