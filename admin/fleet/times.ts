/** How long fleet waits for what, in seconds; config.ts says why and sets it. */
export interface Times {
  readonly tickSeconds: number;
  /** A bridge has so long to answer. */
  readonly answerSeconds: number;
  /** An answer older than this says nothing any more. */
  readonly freshSeconds: number;
  /** People without a packet for so long: the numbers stand still. */
  readonly frozenSeconds: number;
  /** Jicofo hears of a drain within five seconds; two such spans and more. */
  readonly drainedSeconds: number;
  /** What three samples without people must span. */
  readonly emptySeconds: number;
  /** A condemned bridge that Swarm forgot is over after so long a silence. */
  readonly goneSeconds: number;
  /** Alarm: a bridge's REST is silent for so long while its task runs. */
  readonly silentSeconds: number;
  /** Alarm: condemned, and still there. */
  readonly condemnedSeconds: number;
  /** Alarm: draining, and still there. */
  readonly drainSeconds: number;
  /** A paused update is taken up again at most this often. */
  readonly resumeSeconds: number;
  /** Waiting so long for a node although one has room is waiting in vain. */
  readonly overlookedSeconds: number;
}

/** Samples without people before a bridge counts as empty. */
export const emptySamples = 3;

export const usualTimes: Times = {
  tickSeconds: 10,
  answerSeconds: 2,
  freshSeconds: 30,
  frozenSeconds: 30,
  drainedSeconds: 12,
  emptySeconds: 15,
  goneSeconds: 60,
  silentSeconds: 180,
  condemnedSeconds: 8 * 3600,
  drainSeconds: 2 * 3600,
  resumeSeconds: 60,
  overlookedSeconds: 20,
};
