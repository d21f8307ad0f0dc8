import { words } from "../words.ts";
import ar from "./call.ar.json" with { type: "json" };
import deSimple from "./call.de-simple.json" with { type: "json" };
import de from "./call.de.json" with { type: "json" };
import en from "./call.en.json" with { type: "json" };
import uk from "./call.uk.json" with { type: "json" };

/** What the call page says, to both sides. */
export const sayInCall = words({ en, de, ar, uk, "de-simple": deSimple });
export type SayInCall = ReturnType<typeof sayInCall>;
