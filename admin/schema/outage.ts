/** Codes of Postgres, of the driver and of the system for "not there now". */
const codes = new Set([
  "57P01", // the server is being stopped
  "57P02", // the server has crashed
  "57P03", // the server is starting
  "53300", // too many connections
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
]);

/** The code of an error that says that the database is not there now. */
export function outageIn(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, syscall } = error as Error & {
    readonly code?: unknown;
    readonly syscall?: unknown;
  };
  if (typeof code !== "string") return undefined;
  // A socket that is not there; a file that is not there is a fault.
  const isGone = code === "ENOENT" && syscall === "connect";
  return isGone || codes.has(code) ? code : undefined;
}
