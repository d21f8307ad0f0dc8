/** Makes an id nobody has yet: a UUID of version 7, so that rows sort by age. */
export type NewId = () => string;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether the text can be an id at all; others are as good as absent. */
export function isId(text: string): boolean {
  return uuid.test(text);
}
