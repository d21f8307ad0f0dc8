/**
 * The Content-Security-Policy of a page: nothing from elsewhere and no inline
 * script. A call page names the one video service that it embeds.
 */
export function contentPolicy(video?: URL): string {
  const embedded = video ? ` ${video.origin}` : "";
  return [
    "default-src 'none'",
    `script-src 'self'${embedded}`,
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self' blob:",
    "connect-src 'self'",
    `frame-src 'self'${embedded}`,
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "manifest-src 'self'",
  ].join("; ");
}

/** The Permissions-Policy: camera and sound for us and the video service. */
export function permissionsPolicy(video?: URL): string {
  const who = video ? `(self "${video.origin}")` : "(self)";
  return [
    `camera=${who}`,
    `microphone=${who}`,
    `display-capture=${who}`,
    `fullscreen=${who}`,
    "geolocation=()",
    "payment=()",
    "usb=()",
  ].join(", ");
}
