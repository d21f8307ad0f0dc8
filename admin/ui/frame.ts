import { sayAtDesk } from "./messages/desk.ts";
import type { Frame, NavEntry } from "./page.tsx";
import { type StaffLanguage, tagOf } from "./words.ts";

interface Reader {
  readonly name: string;
  readonly language: StaffLanguage;
  /** Chosen by role; the words are the caller's. */
  readonly nav: readonly NavEntry[];
  readonly signOut: string;
  /** Whether the reader may look for patients and appointments. */
  readonly maySearch: boolean;
  readonly mayBook?: boolean;
  readonly demo?: string | undefined;
  readonly logo?: string | undefined;
}

/** The frame of the pages of one member of staff. */
export function staffFrame(reader: Reader): Frame {
  const { language, nav, name, signOut, maySearch, mayBook = maySearch, demo } =
    reader;
  const say = sayAtDesk(language);
  return {
    lang: tagOf(language),
    nav,
    me: { name, signOut },
    toMain: say("to_main"),
    ...(maySearch ? { search: { label: say("search") } } : {}),
    ...(mayBook
      ? { main: { label: say("new_booking"), href: "/appointments/new" } }
      : {}),
    ...(reader.logo ? { logo: reader.logo } : {}),
    ...(demo ? { demo } : {}),
    ...(maySearch ? { keys: deskKeys(language) } : {}),
  };
}

function deskKeys(language: StaffLanguage) {
  const say = sayAtDesk(language);
  return {
    label: say("keys"),
    list: [
      ["/", say("key_search")],
      ["n", say("key_new")],
      ["t", say("key_today")],
      ["w", say("key_week")],
      ["↑ ↓ ← →", say("key_arrows")],
      ["Enter", say("key_enter")],
      ["s", say("key_start")],
      ["m", say("key_move")],
      ["u", say("key_undo")],
      ["Esc", say("key_escape")],
      ["?", say("key_help")],
    ] as const,
  };
}
