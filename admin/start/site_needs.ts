import { newUuid } from "../adapters/ids.ts";
import { cipherOf, systemRandom } from "../adapters/keys.ts";
import { pdfPrinter } from "../adapters/pdf.ts";
import { scryptPasswords } from "../adapters/scrypt.ts";
import { papers } from "../appointments/mod.ts";
import { scribe } from "../audit/mod.ts";
import type { Log } from "../base/log.ts";
import type { Config } from "../config.ts";
import type { SiteNeeds } from "../site.tsx";
import { counter } from "../work/mod.ts";
import type { SignInLimits } from "../people/mod.ts";
import type { GuessLimits, Video } from "../visits/mod.ts";
import { jitsiTokens } from "../adapters/jitsi_token.ts";
import type { Ground } from "./ground.ts";

/** The real clock. */
export const systemClock = () => Temporal.Now.instant();

/** Everything the rooms ask for, made of the real world. */
export function siteNeeds(
  { config, ground, log, origin, answered }: {
    readonly config: Config;
    readonly ground: Ground;
    readonly log: Log;
    /** Where we listen: the public address unless another is set. */
    readonly origin: URL;
    readonly answered: SiteNeeds["answered"];
  },
): SiteNeeds {
  const { sql, keys } = ground;
  const publicUrl = config.publicUrl ?? origin;
  return {
    sql,
    clock: systemClock,
    newId: newUuid,
    random: systemRandom,
    cipher: cipherOf(keys.data, systemRandom),
    handleKeys: keys.handle,
    deedKeys: keys.deed,
    passwords: scryptPasswords(systemRandom),
    scribe: scribe(keys.deed, systemClock, systemRandom),
    printer: pdfPrinter(papers),
    count: counter(sql, systemClock),
    apiLimit: config.limits.api,
    video: { kind: "none" },
    signInLimits: signInLimitsOf(config),
    guessLimits: guessLimitsOf(config),
    log,
    publicUrl,
    secure: publicUrl.protocol === "https:",
    trustedProxies: config.trustedProxies,
    answered,
  };
}

/** Jitsi where it is set; else, in the demo clinic, a stand-in; else nothing. */
export function videoOf({ jitsi }: Config, demo: boolean): Video {
  if (jitsi) {
    const { url, appId, appSecret: secret } = jitsi;
    return { kind: "jitsi", url, tokens: jitsiTokens({ appId, secret }) };
  }
  if (!demo) return { kind: "none" };
  const secret = systemRandom(32).toHex();
  const tokens = jitsiTokens({ appId: "visite-demo", secret });
  return { kind: "stand-in", tokens };
}

/** Ten logins share one address, as behind a clinic's one connection. */
function signInLimitsOf({ limits: { signIn } }: Config): SignInLimits {
  return { login: signIn, address: { ...signIn, most: 10 * signIn.most } };
}

/** Twenty networks may guess before the whole clinic counts as guessed at. */
function guessLimitsOf({ limits: { handles } }: Config): GuessLimits {
  return {
    perNetwork: handles,
    everywhere: { ...handles, most: 20 * handles.most },
  };
}
