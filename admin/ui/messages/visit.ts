import { words } from "../words.ts";
import de from "./visit.de.json" with { type: "json" };
import en from "./visit.en.json" with { type: "json" };

/** What a clinician is told about the visit. */
export const sayOfVisit = words({ en, de });
