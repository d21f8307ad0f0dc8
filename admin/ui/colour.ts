/** Colours as `#rrggbb`, and whether one can be read on another. */

const form = /^#[0-9a-f]{6}$/i;

export function isColour(text: string): boolean {
  return form.test(text);
}

/** Contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance). */
export function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** What text needs at least (WCAG 2.2 AA, 1.4.3). */
export const contrastMin = 4.5;

/** The papers that the accent is read on: light and dark, and their washes. */
const papers = { light: "#f2f0e9", dark: "#24292c" } as const;

/** The accent as it can be read: moved towards black or white until it can. */
export function readable(accent: string, on: keyof typeof papers): string {
  const towards = on === "light" ? "#000000" : "#ffffff";
  for (let share = 0; share <= 1; share += 0.05) {
    const colour = mixed(accent, towards, share);
    if (contrast(colour, papers[on]) >= contrastMin) return colour;
  }
  return towards;
}

/** The style sheet that gives every page the clinic's accent. */
export function accentSheet(accent: string): string {
  const colour = isColour(accent) ? accent : "#0b5c6b";
  const rule = (on: keyof typeof papers, paper: string) => {
    const read = readable(colour, on);
    return `:root:root{--accent:${read};--accent-ink:${inkOn(read)};` +
      `--accent-wash:${mixed(read, paper, on === "light" ? 0.88 : 0.8)}}`;
  };
  return rule("light", "#ffffff") +
    `@media screen and (prefers-color-scheme:dark){${
      rule("dark", "#15181a")
    }}` +
    `@media print{:root:root{--accent:#000}}\n`;
}

/** Black or white, whichever can be read better on the colour. */
export function inkOn(colour: string): string {
  return contrast(colour, "#ffffff") >= contrast(colour, "#0c1416")
    ? "#ffffff"
    : "#0c1416";
}

function mixed(a: string, b: string, share: number): string {
  const other = channels(b);
  return "#" +
    channels(a).map((value, i) =>
      Math.round(value + ((other[i] ?? 0) - value) * share)
        .toString(16).padStart(2, "0")
    ).join("");
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = channels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}
