/** What a bridge says of itself in its presence, by the names of JVB. */
export type Told = Readonly<Record<string, string>>;

/** A bridge as Jicofo sees it, from its first presence to its last. */
export interface Bridge {
  readonly jid: string;
  readonly nick: string;
  told: Told | undefined;
  operational: boolean;
  /** Both stay, once seen; a bridge that comes back is another bridge. */
  graceful: boolean;
  shuttingDown: boolean;
  readonly addedAt: number[];
}

const rampUpMillis = 20_000;
const stressOfEndpoint = 0.01;

/** The bridges of the brewery, and which of them a conference is given. */
export class Bridges {
  readonly #known = new Map<string, Bridge>();
  lost = 0;

  get all(): readonly Bridge[] {
    return [...this.#known.values()];
  }

  named(jidOrNick: string): Bridge | undefined {
    return this.all.find(({ jid, nick }) =>
      jid === jidOrNick || nick === jidOrNick
    );
  }

  /** Says whether the bridge has just begun to shut down. */
  notice(jid: string, told: Told | undefined): boolean {
    const bridge = this.#known.get(jid) ?? newBridge(jid);
    this.#known.set(jid, bridge);
    if (!told) return false;
    bridge.told = told;
    bridge.graceful ||= told.graceful_shutdown === "true";
    const before = bridge.shuttingDown;
    bridge.shuttingDown ||= told.shutting_down === "true";
    return bridge.shuttingDown && !before;
  }

  forget(jid: string): Bridge | undefined {
    const bridge = this.#known.get(jid);
    if (!bridge) return undefined;
    if (!bridge.graceful && !bridge.shuttingDown) this.lost++;
    this.#known.delete(jid);
    return bridge;
  }

  /** Prosody is gone, and with it all that was known of anybody. */
  forgetAll(): void {
    this.#known.clear();
  }

  /** The best first; draining and graceful ones only when there is no other. */
  candidates(now: number): readonly Bridge[] {
    const open = this.all
      .filter(({ operational, shuttingDown }) => operational && !shuttingDown)
      .toSorted((one, other) =>
        Number(one.graceful) - Number(other.graceful) ||
        correctedStress(one, now) - correctedStress(other, now)
      );
    return preferring(
      preferring(open, (bridge) => !isDraining(bridge)),
      ({ graceful }) => !graceful,
    );
  }
}

function preferring(
  bridges: readonly Bridge[],
  isBetter: (bridge: Bridge) => boolean,
): readonly Bridge[] {
  const better = bridges.filter(isBetter);
  return better.length > 0 ? better : bridges;
}

function newBridge(jid: string): Bridge {
  return {
    jid,
    nick: jid.slice(jid.indexOf("/") + 1),
    told: undefined,
    operational: true,
    graceful: false,
    shuttingDown: false,
    addedAt: [],
  };
}

/** Nothing is given to a bridge before it has said anything. */
export function isDraining({ told }: Bridge): boolean {
  return told?.drain !== "false";
}

export function correctedStress(bridge: Bridge, now: number): number {
  const recent = bridge.addedAt.filter((at) => now - at < rampUpMillis);
  return Number(bridge.told?.stress_level ?? 0) +
    recent.length * stressOfEndpoint;
}
