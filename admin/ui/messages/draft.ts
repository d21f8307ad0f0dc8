import ar from "./draft.ar.json" with { type: "json" };
import deSimple from "./draft.de-simple.json" with { type: "json" };
import de from "./draft.de.json" with { type: "json" };
import en from "./draft.en.json" with { type: "json" };
import uk from "./draft.uk.json" with { type: "json" };
import { words } from "../words.ts";

/** What the coordinator's own mail or phone says to the patient. */
export const sayInDraft = words({ en, de, ar, uk, "de-simple": deSimple });
