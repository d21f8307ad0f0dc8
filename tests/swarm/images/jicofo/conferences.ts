import type { Bridge, Bridges } from "./bridges.ts";

/** A room with people in it, and the bridge that carries them. */
export interface Conference {
  readonly room: string;
  members: number;
  bridge: Bridge | undefined;
  /** Since when fewer than two are in it. */
  aloneSince: number;
}

/** How a bridge is spoken to; Colibri over XMPP in the real one. */
export interface Allocation {
  readonly begin: (bridge: Bridge, room: string) => Promise<boolean>;
  readonly end: (bridge: Bridge, room: string) => Promise<void>;
}

export interface Needs {
  readonly bridges: Bridges;
  readonly allocation: Allocation;
  /** The people of a room learn where their media go. */
  readonly tell: (conference: Conference) => void;
  readonly now: () => number;
  readonly aloneSeconds: number;
}

/** Below that many no bridge is used, as with the real Jicofo. */
const membersMin = 2;

export class Conferences {
  readonly #known = new Map<string, Conference>();
  readonly #placing = new Set<string>();
  readonly counted = { created: 0, participants: 0, moved: 0 };

  constructor(readonly needs: Needs) {}

  get all(): readonly Conference[] {
    return [...this.#known.values()];
  }

  of(room: string): Conference | undefined {
    return this.#known.get(room);
  }

  /** Somebody came or went; nobody left ends the conference. */
  async setMembers(room: string, members: number): Promise<void> {
    const conference = this.#known.get(room) ?? this.#begin(room);
    const joined = members - conference.members;
    this.counted.participants += Math.max(0, joined);
    conference.members = members;
    if (members >= membersMin) conference.aloneSince = Infinity;
    else conference.aloneSince = this.needs.now();
    if (members === 0) await this.#end(conference);
    else await this.#place(conference, joined);
  }

  /** Looked at often: who waits for a bridge, and who no longer needs one. */
  async look(): Promise<void> {
    for (const conference of this.all) {
      await this.#place(conference, conference.members);
      const alone = this.needs.now() - conference.aloneSince;
      if (alone >= this.needs.aloneSeconds * 1000) {
        await this.#release(conference);
      }
    }
  }

  /** Everybody of that bridge is invited anew, elsewhere if there is one. */
  async leaveBridge(bridge: Bridge): Promise<number> {
    const moved = this.all.filter((each) => each.bridge === bridge);
    for (const conference of moved) {
      conference.bridge = undefined;
      this.counted.moved += conference.members;
      await this.#place(conference, conference.members);
    }
    return moved.length;
  }

  #begin(room: string): Conference {
    const conference = {
      room,
      members: 0,
      bridge: undefined,
      aloneSince: this.needs.now(),
    };
    this.#known.set(room, conference);
    this.counted.created++;
    return conference;
  }

  /** A conference keeps its bridge, draining or not, as long as it stands. */
  async #place(conference: Conference, joined: number): Promise<void> {
    const { room, members } = conference;
    if (members < membersMin || this.#placing.has(room)) return;
    if (conference.bridge) return this.#count(conference.bridge, joined);
    this.#placing.add(room);
    try {
      for (const bridge of this.needs.bridges.candidates(this.needs.now())) {
        if (!await this.needs.allocation.begin(bridge, room)) continue;
        conference.bridge = bridge;
        this.#count(bridge, members);
        this.needs.tell(conference);
        return;
      }
    } finally {
      this.#placing.delete(room);
    }
  }

  #count(bridge: Bridge, endpoints: number): void {
    const now = this.needs.now();
    for (let each = 0; each < endpoints; each++) bridge.addedAt.push(now);
  }

  async #release(conference: Conference): Promise<void> {
    const { bridge, room } = conference;
    conference.bridge = undefined;
    if (bridge) await this.needs.allocation.end(bridge, room);
  }

  async #end(conference: Conference): Promise<void> {
    this.#known.delete(conference.room);
    await this.#release(conference);
  }
}
