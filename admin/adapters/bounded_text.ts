/** More than this is no statistics of a neighbour. */
export const bytesMax = 256 * 1024;

/** The answer's text, unless it goes on for too long: then it is cut off. */
export async function boundedText(
  answer: Response,
): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body ?? []) {
    bytes += part.length;
    if (bytes > bytesMax) return undefined;
    parts.push(part);
  }
  return await new Blob(parts as Uint8Array<ArrayBuffer>[]).text();
}
