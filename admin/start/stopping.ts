/** Resolves at the first SIGTERM or SIGINT; a second one ends at once. */
export function toldToStop(): Promise<void> {
  return new Promise((stop) => {
    let told = false;
    const heard = () => {
      if (told) Deno.exit(130);
      told = true;
      stop();
    };
    Deno.addSignalListener("SIGTERM", heard);
    Deno.addSignalListener("SIGINT", heard);
  });
}
