export const logoBytesMax = 200 * 1024;

/** The kind of picture that the bytes are, by how they begin; not by a name. */
export function logoTypeOf(
  bytes: Uint8Array,
): "image/png" | "image/jpeg" | "image/svg+xml" | undefined {
  const begins = (...start: number[]) =>
    start.every((byte, i) => bytes[i] === byte);
  if (begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) {
    return "image/png";
  }
  if (begins(0xff, 0xd8, 0xff)) return "image/jpeg";
  const text = new TextDecoder().decode(bytes);
  return isPlainSvg(text) ? "image/svg+xml" : undefined;
}

/** A drawing and nothing that acts or fetches. */
function isPlainSvg(text: string): boolean {
  const isSvg = /^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*<svg[\s>]/.test(
    text,
  );
  const acts =
    /<(script|foreignObject|iframe|style|a|image|use)\b|\son\w+\s*=|javascript:|<!DOCTYPE|<!ENTITY|@import/i;
  return isSvg && !acts.test(text);
}
