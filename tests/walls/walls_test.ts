/** Holds up the walls of the house; docs/architecture.md says why they stand. */
import assert from "node:assert/strict";
import { configurationPage } from "../../admin/config_page.ts";
import { staleConfiguration } from "./house.ts";
import { stackWalls } from "./stack_walls.ts";
import { readTree } from "./tree.ts";
import { walls } from "./walls.ts";

const tree = readTree(new URL("../../", import.meta.url));

for (const { rule, complaints } of Object.values({ ...walls, ...stackWalls })) {
  Deno.test(rule, () => assert.deepEqual(complaints(tree), []));
}

Deno.test("the page of settings is what config.ts would write", () =>
  assert.deepEqual(staleConfiguration(configurationPage())(tree), []));
