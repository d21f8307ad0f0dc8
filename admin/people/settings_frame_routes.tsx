import type { Context } from "hono";
import type { Child } from "hono/jsx";
import type { SignedIn } from "./person.ts";
import { SettingsPage, type SettingsPart } from "./settings_pages.tsx";

/** A part of the settings in its reader's frame. */
export function inSettings(
  { var: { person, frame } }: Context<SignedIn>,
  part: SettingsPart,
  body: Child,
  said?: string,
) {
  return (
    <SettingsPage
      frame={frame("/settings")}
      language={person.language}
      part={part}
      said={said}
    >
      {body}
    </SettingsPage>
  );
}
