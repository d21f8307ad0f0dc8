import assert from "node:assert/strict";
import { copiedBy } from "./recipe.ts";

Deno.test("an image is known by the files that its COPY lines name", () => {
  const dockerfile = `FROM base AS made
COPY --from=deno /deno /usr/local/bin/deno
COPY --chown=1000:1000 web/init /init
COPY web/nginx.conf \\
  web/meet.conf /defaults/
`;
  assert.deepEqual(copiedBy(dockerfile), [
    "web/init",
    "web/nginx.conf",
    "web/meet.conf",
  ]);
});

Deno.test("what may be absent from the context is no part of an image", () => {
  assert.deepEqual(copiedBy("COPY deno.lock deno-di[r] /deno-dir/"), [
    "deno.lock",
  ]);
});
