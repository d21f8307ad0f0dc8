/** Ends with 0 when the program here is ready: what Docker asks. */
const listen = Deno.env.get("VISITE_INTERNAL_LISTEN") ?? "127.0.0.1:8401";
const port = listen.slice(listen.lastIndexOf(":") + 1);
const path = Deno.args[0] ?? "/ready";
const signal = AbortSignal.timeout(4_000);
const answer = await fetch(`http://127.0.0.1:${port}${path}`, { signal })
  .catch(() => undefined);
Deno.exit(answer?.ok ? 0 : 1);
