/**
 * Holds every kind of sheet against PDF/UA-1 with veraPDF: needs Java 17 and
 * Maven, which brings veraPDF. Not part of the tests, which need neither.
 */
import { languages } from "../../admin/ui/words.ts";
import { bothFacts, dayFacts, printer } from "../../tests/sheets/example.ts";

const verapdf = "org.verapdf:validation-model:1.26.1";

/** Maven's folder of our own: only veraPDF and what it needs is in it. */
const maven = `${
  Deno.env.get("XDG_CACHE_HOME") ?? `${Deno.env.get("HOME")}/.cache`
}/visite/maven`;

const folder = await Deno.makeTempDir({ prefix: "visite-pdf-ua-" });
try {
  const paths: string[] = [];
  for (const language of languages) {
    const facts = bothFacts(language, { demo: true, test: true });
    paths.push(await written(`${language}.pdf`, await printer.print(facts)));
  }
  paths.push(await written("day.pdf", await printer.dayList(dayFacts(50))));
  const many = languages.flatMap((language) => bothFacts(language));
  paths.push(await written("many.pdf", await printer.print(many)));

  await run(
    "mvn",
    ...["-q", `-Dmaven.repo.local=${maven}`],
    ...["dependency:get", `-Dartifact=${verapdf}`],
  );
  const jars = [...jarsIn(maven)].join(":");
  const check = new URL("./UaCheck.java", import.meta.url).pathname;
  await run("java", "-cp", jars, check, ...paths);
} finally {
  await Deno.remove(folder, { recursive: true });
}

async function written(name: string, pdf: Uint8Array): Promise<string> {
  await Deno.writeFile(`${folder}/${name}`, pdf);
  return `${folder}/${name}`;
}

async function run(program: string, ...args: string[]): Promise<void> {
  const { success } = await new Deno.Command(program, { args }).spawn().status;
  if (!success) throw new Error(`${program} says no`);
}

function* jarsIn(place: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(place)) {
    if (isDirectory) yield* jarsIn(`${place}/${name}`);
    else if (name.endsWith(".jar")) yield `${place}/${name}`;
  }
}
