import { errors, jwtVerify, SignJWT } from "jose";
import type { Ticket, TokenMaker } from "../visits/mod.ts";

/** The account that Prosody shares with us (JWT_APP_ID, JWT_APP_SECRET). */
export interface JitsiAccount {
  readonly appId: string;
  readonly secret: string;
}

/**
 * Tokens as Prosody's `token` authentication checks them (HS256). No name and
 * no address: the name on screen is set in the browser.
 */
export function jitsiTokens({ appId, secret }: JitsiAccount): TokenMaker {
  const key = new TextEncoder().encode(secret);
  return {
    token: async (ticket) =>
      await new SignJWT({ room: ticket.room, context: contextOf(ticket) })
        .setProtectedHeader({ alg: "HS256", typ: "JWT" })
        .setIssuer(appId)
        .setAudience(appId)
        .setSubject("meet.jitsi")
        .setNotBefore(secondsOf(ticket.notBefore))
        .setExpirationTime(secondsOf(ticket.expiresAt))
        .sign(key),
    read: async (token, now) => {
      try {
        const { payload } = await jwtVerify(token, key, {
          issuer: appId,
          audience: appId,
          algorithms: ["HS256"],
          currentDate: new Date(now.epochMilliseconds),
        });
        return ticketOf(payload);
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    },
  };
}

function contextOf({ person, affiliation, features }: Ticket) {
  return { user: { id: person, affiliation }, features };
}

/** What the stand-in reads back; the signature vouches for the shape. */
function ticketOf(payload: Record<string, unknown>): Ticket {
  const { room, context, nbf, exp } = payload as {
    room: string;
    context: ReturnType<typeof contextOf>;
    nbf: number;
    exp: number;
  };
  return {
    room,
    person: context.user.id,
    affiliation: context.user.affiliation,
    features: context.features,
    notBefore: Temporal.Instant.fromEpochMilliseconds(nbf * 1000),
    expiresAt: Temporal.Instant.fromEpochMilliseconds(exp * 1000),
  };
}

function secondsOf(instant: Temporal.Instant): number {
  return Math.floor(instant.epochMilliseconds / 1000);
}
