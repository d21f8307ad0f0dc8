import assert from "node:assert/strict";
import { Page } from "./page.tsx";

Deno.test("Page() begins with the line that keeps browsers standards-minded", () => {
  const page = String(<Page title="Today" lang="en">Text</Page>);
  assert.match(page, /^<!DOCTYPE html><html lang="en"/);
});
