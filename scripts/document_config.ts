/** Writes docs/configuration.md from the table of settings. */
import { configurationPage } from "../admin/config_page.ts";

const file = new URL("../docs/configuration.md", import.meta.url);
await Deno.writeTextFile(file, configurationPage());
