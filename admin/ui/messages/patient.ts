import { words } from "../words.ts";
import ar from "./patient.ar.json" with { type: "json" };
import deSimple from "./patient.de-simple.json" with { type: "json" };
import de from "./patient.de.json" with { type: "json" };
import en from "./patient.en.json" with { type: "json" };
import uk from "./patient.uk.json" with { type: "json" };

/** What a patient's pages say. */
export const sayToPatient = words({ en, de, ar, uk, "de-simple": deSimple });
export type SayToPatient = ReturnType<typeof sayToPatient>;
