/** What a browser says of where a request came from. */
export interface Provenance {
  readonly method: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
  readonly hasCookie: boolean;
}

/**
 * Whether a request may change something as far as its origin goes: other
 * sites' pages may not, and a cookie counts only where the browser says that
 * our own page sent it. Programs with a key send neither and are let through.
 */
export function isFromHere(publicOrigin: string, asked: Provenance): boolean {
  const { method, host, origin, fetchSite, hasCookie } = asked;
  if (["GET", "HEAD", "OPTIONS"].includes(method)) return true;
  if (fetchSite) return fetchSite === "same-origin" || fetchSite === "none";
  if (origin) return origin === publicOrigin || hostOf(origin) === host;
  return !hasCookie;
}

function hostOf(origin: string): string | undefined {
  return /^https?:\/\/([^/]+)$/.exec(origin)?.[1];
}
