import { words } from "../words.ts";
import ar from "./sheet.ar.json" with { type: "json" };
import de from "./sheet.de.json" with { type: "json" };
import simple from "./sheet.de-simple.json" with { type: "json" };
import en from "./sheet.en.json" with { type: "json" };
import uk from "./sheet.uk.json" with { type: "json" };
import clinicDe from "./clinic_sheet.de.json" with { type: "json" };
import clinicEn from "./clinic_sheet.en.json" with { type: "json" };

/** The patient's sheet, on paper and as a page. */
export const sayOnSheet = words({ en, de, ar, uk, "de-simple": simple });

/** The clinician's sheet, the day list: for staff. */
export const sayOnClinicSheet = words({ en: clinicEn, de: clinicDe });
