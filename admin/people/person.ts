import type { Actor } from "../audit/mod.ts";
import type { Frame } from "../ui/page.tsx";
import type { StaffLanguage } from "../ui/words.ts";
import type { Clinic } from "./clinic.ts";
import type { ApiScope, Role } from "./permission.ts";

/** A member of staff who is signed in. */
export interface Person {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly language: StaffLanguage;
}

/** What every route behind sign-in may rely on. */
export interface SignedIn {
  Variables: {
    readonly person: Person;
    readonly clinic: Clinic;
    /** Where the request came from; the site sets it. */
    readonly address: string;
    readonly nonce?: string;
    /** The page's frame; `current` is the entry of the navigation: "/today". */
    readonly frame: (current?: string) => Frame;
  };
}

/** Who calls the API: a key, or a person with their cookie. */
export type Caller =
  & { readonly actor: Actor; may(scope: ApiScope): boolean }
  & (
    | {
      readonly kind: "key";
      readonly id: string;
      readonly scopes: readonly ApiScope[];
    }
    | { readonly kind: "staff"; readonly id: string; readonly person: Person }
  );

/** What every route of the API may rely on. */
export interface Called {
  Variables: {
    readonly caller: Caller;
    readonly clinic: Clinic;
    readonly address: string;
  };
}
