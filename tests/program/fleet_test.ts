/** `fleet` as a process: what it says when the world is not as it needs it. */
import assert from "node:assert/strict";
import { withDatabase } from "../database/with_database.ts";
import { environmentOf, runToEnd, withFolder } from "./program.ts";

type More = Readonly<Record<string, string>>;

function withFleet(
  use: (
    run: (words: readonly string[], more?: More) => ReturnType<typeof runToEnd>,
    data: string,
  ) => Promise<void>,
) {
  return withDatabase((_sql, url) =>
    withFolder((data) =>
      use(
        (words, more = {}) =>
          runToEnd(environmentOf(data, { DATABASE_URL: url, ...more }), [
            "fleet",
            ...words,
          ]),
        data,
      )
    )
  );
}

Deno.test("fleet without a database, or with words that mean nothing, says so", () =>
  withFleet(async (run) => {
    const bare = await run([], { DATABASE_URL: "" });
    assert.equal(bare.code, 2);
    assert.match(bare.logged, /DATABASE_URL is not set/);
    for (const words of [["sing"], ["drain"], ["retire", "a", "b"]]) {
      const { code, logged } = await run(words);
      assert.equal(code, 2);
      assert.match(logged, /fleet retire NAME/);
    }
  }));

Deno.test("a socket that is not there, or is no Docker's, is named with what would do", () =>
  withFleet(async (run, data) => {
    const none = await run([], { VISITE_DOCKER_SOCKET: "/nonexistent.sock" });
    assert.equal(none.code, 1);
    assert.match(
      none.logged,
      /VISITE_DOCKER_SOCKET="\/nonexistent.sock": .*; mount the daemon's socket/,
    );
    await Deno.mkdir(data);
    const path = `${data}/other.sock`;
    const server = Deno.serve(
      { path, onListen: () => {} },
      () => new Response(),
    );
    const other = await run([], { VISITE_DOCKER_SOCKET: path });
    await server.shutdown();
    assert.equal(other.code, 1);
    assert.match(other.logged, /is no Docker; mount the daemon's socket/);
  }));

Deno.test("a Docker that is no manager, or lacks the service, is named", () =>
  withFleet(async (run, data) => {
    await Deno.mkdir(data);
    const path = `${data}/docker.sock`;
    const state = { isManager: false };
    const server = Deno.serve({ path, onListen: () => {} }, ({ url }) => {
      const { pathname } = new URL(url);
      const headers = { "api-version": "1.41" };
      if (pathname === "/_ping") return new Response("OK", { headers });
      if (pathname === "/v1.41/nodes") {
        return state.isManager
          ? Response.json([])
          : Response.json({ message: "This node is not a swarm manager." }, {
            status: 503,
          });
      }
      return Response.json({ message: "no such service: x" }, { status: 404 });
    });
    const worker = await run([], { VISITE_DOCKER_SOCKET: path });
    assert.match(worker.logged, /not a swarm manager.*run fleet on a manager/);
    state.isManager = true;
    const lacking = await run([], { VISITE_DOCKER_SOCKET: path });
    await server.shutdown();
    assert.match(
      lacking.logged,
      /VISITE_JVB_SERVICE="visite_jvb": .*no such service.*give the replicated/,
    );
  }));

Deno.test("status and wishes work while no fleet runs, and say that none does", () =>
  withFleet(async (run) => {
    const status = await run(["status"]);
    assert.equal(status.code, 0);
    assert.match(status.told, /No fleet has looked at any bridges yet/);
    const json = await run(["status", "--json"]);
    assert.equal(json.told.trim(), "null");
    const wish = await run(["drain", "jvb.1", "--no-wait"]);
    assert.equal(wish.code, 0);
    assert.match(wish.told, /No fleet runs now: the wish waits/);
  }));
