import type { Conductor } from "./conductor.ts";
import type { Answer } from "./stats.ts";
import type { Swarm } from "./swarm.ts";

/** Whether a change was taken, or somebody else's came first. */
export type Written = "written" | "out of sequence";

/** What fleet needs of Docker; whoever writes names the version it has read. */
export interface SwarmPort {
  look(): Promise<Swarm>;
  setReplicas(version: number, replicas: number): Promise<Written>;
  /** Sets a paused update going again, with the same spec. */
  resume(version: number): Promise<Written>;
}

/** What fleet needs of Jicofo. */
export interface ConductorPort {
  /** Never throws: what goes wrong is the answer. */
  ask(): Promise<Conductor>;
}

/** What fleet needs of a bridge at an address of the control network. */
export interface BridgePort {
  /** Never throws: what goes wrong is the answer. */
  ask(address: string): Promise<Answer>;
  setDrain(address: string, isOn: boolean): Promise<void>;
  /** Asks it to end once it is empty; there is no way to take that back. */
  leave(address: string): Promise<void>;
}
