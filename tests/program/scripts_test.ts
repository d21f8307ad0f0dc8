import assert from "node:assert/strict";

const checkout = new URL("../../", import.meta.url).pathname;

/** The verbs an operator types, and the parts they are made of. */
function shellScripts(): string[] {
  const verbs = [...Deno.readDirSync(`${checkout}scripts`)]
    .filter(({ isFile }) => isFile).map(({ name }) => `scripts/${name}`);
  const parts = [...Deno.readDirSync(`${checkout}scripts/lib`)]
    .map(({ name }) => `scripts/lib/${name}`);
  return [...verbs, ...parts].filter(isShell);
}

function isShell(path: string): boolean {
  const text = Deno.readTextFileSync(`${checkout}${path}`);
  return path.endsWith(".sh") || /^#!\/bin\/(ba)?sh/.test(text);
}

/** Sourced, or for developers only: no verbs. */
const noVerbs = ["env", "lab", "permissions"].map((name) => `scripts/${name}`);

function isVerb(path: string): boolean {
  return !noVerbs.includes(path) && !path.endsWith(".sh") &&
    ((Deno.statSync(`${checkout}${path}`).mode ?? 0) & 0o111) !== 0;
}

async function run(command: string, ...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(command, {
    args,
    cwd: checkout,
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  return { code, out: text.decode(stdout), err: text.decode(stderr) };
}

Deno.test("shellcheck finds nothing in the operators' scripts", async () => {
  const scripts = shellScripts();
  assert(scripts.length > 5, scripts.join());
  const { code, out } = await run("shellcheck", "-x", ...scripts);
  assert.equal(code, 0, out);
});

Deno.test("every verb explains itself, --dry-run among the rest", async () => {
  for (const verb of shellScripts().filter(isVerb)) {
    const { code, out, err } = await run(verb, "--help");
    assert.equal(code, 0, `${verb}: ${err}`);
    assert.match(out, new RegExp(`^${verb.split("/")[1]}: .+\n`), verb);
    assert.match(out, /--dry-run/, verb);
  }
});

Deno.test("a verb does nothing for a word it does not know", async () => {
  for (const verb of shellScripts().filter(isVerb)) {
    const { code, err } = await run(verb, "--no-such-word");
    assert.equal(code, 2, `${verb}: ${err}`);
    assert.match(err, /--help/, verb);
  }
});
