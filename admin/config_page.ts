import { secrets, Settings } from "./config.ts";

/** The text of docs/configuration.md: every setting, from the one table. */
export function configurationPage(): string {
  return `${
    [
      "# Configuration",
      intro,
      ...Object.keys(Settings.shape).map(settingText),
    ].join("\n\n")
  }\n`;
}

const intro =
  `Everything is set by environment variables; nothing needs to be. This page is
made from \`admin/config.ts\` by \`deno task docs:config\`.

The program reads all settings when it starts. If some are wrong it says so, one
line for each with the variable, its value and what would do, and ends with
code 2. An empty value counts as none.

A secret may come from a file instead: \`NAME_FILE\` names the file. Keys are
numbered, as in \`2:<base64>,1:<base64>\`: the highest number writes, the others
still read. To rotate a key, put a new number in front and keep the old ones.`;

function settingText(name: string): string {
  const schema = Settings.shape[name as keyof typeof Settings.shape];
  const preset = "defaultValue" in schema.def ? schema.def.defaultValue : "";
  const facts = [
    preset ? `Default: \`${preset}\`.` : "No default.",
    ...secrets.includes(name) ? [`A secret: \`${name}_FILE\` works too.`] : [],
  ];
  const about = wrapped(`${schema.description}.`);
  return `## ${name}\n\n${about}\n\n${wrapped(facts.join(" "))}`;
}

/** Lines of at most 80 letters, as `deno fmt` leaves them. */
function wrapped(text: string): string {
  return text.split(" ").reduce((lines, word) => {
    const last = lines.slice(lines.lastIndexOf("\n") + 1);
    const gap = last.length + 1 + word.length > 80 ? "\n" : " ";
    return `${lines}${gap}${word}`;
  });
}
