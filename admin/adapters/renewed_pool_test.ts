import assert from "node:assert/strict";
import { isWriteAfterClose } from "./renewed_pool.ts";

/** As Deno's sockets make it, outside of anybody's reach. */
function refusedWrite(code: string, stack: string): Error {
  const error = Object.assign(new Error(`write ${code}`), {
    code,
    syscall: "write",
  });
  error.stack = `Error: write ${code}\n    at ${stack}`;
  return error;
}

const inside = "WriteWrap.onWriteComplete (ext:deno_node/internal/x.ts:1:1863)";

Deno.test("a write that the kernel refuses after the close ends nothing", () => {
  assert(isWriteAfterClose(refusedWrite("EPIPE", inside)));
  assert(isWriteAfterClose(refusedWrite("ECONNRESET", inside)));
  const told = `${inside}\n    at book (file:///admin/appointments/x.ts:1:1)`;
  assert(isWriteAfterClose(refusedWrite("EPIPE", told)));
});

Deno.test("a fault of our own is never taken for the driver's", () => {
  assert(!isWriteAfterClose(refusedWrite("ENOSPC", inside)));
  const ours = `tell (file:///admin/start/desk.ts:1:1)`;
  assert(!isWriteAfterClose(refusedWrite("EPIPE", ours)));
  assert(!isWriteAfterClose(new TypeError("reading 'write'")));
  assert(!isWriteAfterClose("write EPIPE"));
});
