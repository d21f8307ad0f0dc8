import assert from "node:assert/strict";
import { jitsiTokens } from "../../admin/adapters/jitsi_token.ts";
import { ticketFor } from "../../admin/visits/ticket.ts";
import type { Browser } from "../browser/chromium.ts";
import { withVisitors } from "./appliance.ts";
import { slowPage } from "./lab_people.ts";
import { type RunningLab, withLab } from "./with_lab.ts";

const appId = "visite";

async function secretOf({ lab }: RunningLab): Promise<string> {
  const file = `${lab.folder}/secrets/jitsi_app_secret`;
  return (await Deno.readTextFile(file)).trim();
}

function newRoom(): string {
  return crypto.randomUUID().replaceAll("-", "");
}

/** A token for the room, as the desk makes them, from so many minutes ago. */
function tokenFrom(secret: string, room: string, minutesAgo = 0) {
  const then = Temporal.Now.instant().subtract({ minutes: minutesAgo });
  return jitsiTokens({ appId, secret })
    .token(ticketFor(room, "someone", "patient", then));
}

/** Opens the room's page by a token; "joined", or what Prosody refused with. */
async function tried(browser: Browser, room: string, token?: string) {
  const page = await slowPage(browser);
  const query = token === undefined ? "" : `?jwt=${token}`;
  await page.goto(`https://meet.lab/${room}${query}`);
  const body = page.locator("body:not([data-state=starting])");
  const state = await body.getAttribute("data-state");
  const line = await page.locator("#line").textContent();
  await page.context().close();
  return state === "joined" ? "joined" : `${line}`;
}

Deno.test("Prosody lets in by the token of that room while it holds, and by nothing else", () =>
  withLab((lab) =>
    withVisitors(lab, async (browser) => {
      const secret = await secretOf(lab);
      const room = newRoom();
      const token = (minutesAgo = 0, named = room) =>
        tokenFrom(secret, named, minutesAgo);
      assert.equal(await tried(browser, room, await token()), "joined");

      const refused = "not-allowed";
      const forged = await tokenFrom("f".repeat(secret.length), room);
      assert.equal(await tried(browser, room), refused, "no token");
      assert.equal(await tried(browser, room, forged), refused, "forged");
      const expired = await token(61);
      assert.equal(await tried(browser, room, expired), refused, "expired");
      const early = await token(-10);
      assert.equal(await tried(browser, room, early), refused, "too early");
      const unsigned = `${(await token()).split(".").slice(0, 2).join(".")}.`;
      assert.equal(await tried(browser, room, unsigned), refused, "unsigned");

      const other = await token(0, newRoom());
      assert.equal(await tried(browser, room, other), refused, "other room");
      assert.equal(await tried(browser, room, await token()), "joined");
    })
  ));
