/** The delays of the real bridge; tests shorten them by environment. */
export interface Delays {
  /** Rates, `participants`, `endpoints`, `largest_conference`. */
  readonly statsSeconds: number;
  readonly stressSeconds: number;
  /** An endpoint silent for so long expires, at the next check. */
  readonly expireSeconds: number;
  readonly checkSeconds: number;
  readonly shuttingDownSeconds: number;
}

export type State = "RUNNING" | "GRACEFUL_SHUTDOWN" | "SHUTTING_DOWN";

interface Endpoint {
  heardAt: number;
  packets: number;
  bytes: number;
}

interface Conference {
  readonly endpoints: Map<string, Endpoint>;
  emptySince: number;
}

/** What is only computed every few seconds, and read in between. */
export interface Periodic {
  readonly endpoints: number;
  readonly largest: number;
  readonly packetsInRate: number;
  readonly packetsOutRate: number;
  readonly kbitInRate: number;
  readonly kbitOutRate: number;
}

const still: Periodic = {
  endpoints: 0,
  largest: 0,
  packetsInRate: 0,
  packetsOutRate: 0,
  kbitInRate: 0,
  kbitOutRate: 0,
};

/**
 * What a bridge knows, and how it changes. Times are milliseconds, given by
 * the caller; whoever holds it calls `tick()` often.
 */
export class Bridge {
  readonly conferences = new Map<string, Conference>();
  readonly counted = {
    conferencesCreated: 0,
    conferencesCompleted: 0,
    participants: 0,
  };
  /** The totals of endpoints that have left: of those here only rates tell. */
  readonly totals = { packets: 0, bytes: 0 };
  state: State = "RUNNING";
  graceful = false;
  drain: boolean;
  healthy = true;
  periodic = still;
  stress = 0;
  #statsAt: number;
  #stressAt: number;
  #checkAt: number;
  #shuttingDownAt = 0;
  #flow = { packetsIn: 0, packetsOut: 0, bytesIn: 0, bytesOut: 0 };

  constructor(readonly delays: Delays, now: number, initialDrain = false) {
    this.drain = initialDrain;
    this.#statsAt = now;
    this.#stressAt = now;
    this.#checkAt = now;
  }

  get localEndpoints(): number {
    return [...this.conferences.values()]
      .reduce((sum, { endpoints }) => sum + endpoints.size, 0);
  }

  /** Refused only in the graceful phase; neither drain nor the end refuses. */
  allocate(conference: string, now: number): boolean {
    if (this.conferences.has(conference)) return true;
    if (this.state === "GRACEFUL_SHUTDOWN") return false;
    this.conferences.set(conference, { endpoints: new Map(), emptySince: now });
    this.counted.conferencesCreated++;
    return true;
  }

  /** Whether a datagram of this endpoint is answered. */
  hear(
    conference: string,
    endpoint: string,
    bytes: number,
    now: number,
  ): boolean {
    this.#flow.packetsIn++;
    this.#flow.bytesIn += bytes;
    if (!this.allocate(conference, now)) return false;
    const { endpoints } = this.conferences.get(conference)!;
    const known = endpoints.get(endpoint);
    if (!known) this.counted.participants++;
    const { packets, bytes: before } = known ?? { packets: 0, bytes: 0 };
    endpoints.set(endpoint, {
      heardAt: now,
      packets: packets + 1,
      bytes: before + bytes,
    });
    this.#flow.packetsOut++;
    this.#flow.bytesOut += bytes;
    return true;
  }

  /** Jicofo takes a conference away: nobody is left in its room. */
  expire(conference: string, now: number): boolean {
    const ended = this.conferences.get(conference);
    if (!ended) return false;
    ended.endpoints.forEach((each) => this.#addUp(each));
    this.conferences.delete(conference);
    this.counted.conferencesCompleted++;
    this.#leaveIfEmpty(now);
    return true;
  }

  /** There is no way back from either; a second wish changes nothing. */
  shutDown(graceful: boolean, now: number): void {
    if (!graceful) return this.#shuttingDown(now);
    if (this.state === "RUNNING") {
      this.state = "GRACEFUL_SHUTDOWN";
      this.graceful = true;
    }
    this.#leaveIfEmpty(now);
  }

  /** True once the process is to end, with 0. */
  tick(now: number): boolean {
    if (now - this.#checkAt >= this.delays.checkSeconds * 1000) {
      this.#checkAt = now;
      this.#expireSilent(now);
    }
    if (now - this.#statsAt >= this.delays.statsSeconds * 1000) {
      this.#measure(now);
    }
    if (now - this.#stressAt >= this.delays.stressSeconds * 1000) {
      this.#stressAt = now;
      this.stress = this.localEndpoints * 0.01;
    }
    return this.state === "SHUTTING_DOWN" &&
      now - this.#shuttingDownAt >= this.delays.shuttingDownSeconds * 1000;
  }

  #expireSilent(now: number): void {
    const silentAt = now - this.delays.expireSeconds * 1000;
    for (const [name, { endpoints, emptySince }] of this.conferences) {
      const emptied = endpoints.size > 0;
      for (const [name, endpoint] of endpoints) {
        if (endpoint.heardAt > silentAt) continue;
        this.#addUp(endpoint);
        endpoints.delete(name);
      }
      if (endpoints.size > 0) continue;
      if (emptied) this.conferences.get(name)!.emptySince = now;
      else if (emptySince <= silentAt) this.expire(name, now);
    }
    this.#leaveIfEmpty(now);
  }

  #addUp({ packets, bytes }: Endpoint): void {
    this.totals.packets += packets;
    this.totals.bytes += bytes;
  }

  #leaveIfEmpty(now: number): void {
    if (this.state !== "GRACEFUL_SHUTDOWN") return;
    if (this.localEndpoints === 0) this.#shuttingDown(now);
  }

  #shuttingDown(now: number): void {
    if (this.state === "SHUTTING_DOWN") return;
    this.state = "SHUTTING_DOWN";
    this.#shuttingDownAt = now;
  }

  #measure(now: number): void {
    const seconds = (now - this.#statsAt) / 1000;
    const rate = (count: number) => Math.round(count / seconds);
    const sizes = [...this.conferences.values()].map((each) =>
      each.endpoints.size
    );
    this.periodic = {
      endpoints: this.localEndpoints,
      largest: Math.max(0, ...sizes),
      packetsInRate: rate(this.#flow.packetsIn),
      packetsOutRate: rate(this.#flow.packetsOut),
      kbitInRate: rate(this.#flow.bytesIn / 125),
      kbitOutRate: rate(this.#flow.bytesOut / 125),
    };
    this.#flow = { packetsIn: 0, packetsOut: 0, bytesIn: 0, bytesOut: 0 };
    this.#statsAt = now;
  }
}
