import { codesOf } from "../../admin/adapters/codes.ts";
import type { Paper } from "../../admin/appointments/mod.ts";
import { programPath } from "../prepare.ts";

/** Something that prints a paper and tells how many milliseconds it took. */
export interface Rival extends AsyncDisposable {
  print(paper: Paper): Promise<number>;
}

/** The font files, for all to use the same. */
const faces = {
  sans: "noto-sans/400Regular/NotoSans_400Regular.ttf",
  sansBold: "noto-sans/700Bold/NotoSans_700Bold.ttf",
  mono: "noto-sans-mono/400Regular/NotoSansMono_400Regular.ttf",
  monoBold: "noto-sans-mono/700Bold/NotoSansMono_700Bold.ttf",
} as const;

function fontPath(file: string): string {
  return new URL(import.meta.resolve(`@expo-google-fonts/${file}`)).pathname;
}

const facePaths = Object.fromEntries(
  Object.entries(faces).map(([name, file]) => [name, fontPath(file)]),
);

/** A Python program that stays warm and reads one paper a line. */
export function pythonRival(name: "reportlab" | "weasyprint"): Rival {
  const script = new URL(`./paper/${name}_sheets.py`, import.meta.url);
  const child = new Deno.Command("python3", {
    args: [script.pathname, JSON.stringify(facePaths)],
    env: { PATH: programPath.split(":").toReversed().join(":") },
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const orders = child.stdin.getWriter();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  return {
    async print(paper) {
      const line = `${JSON.stringify(withPaths(paper))}\n`;
      await orders.write(new TextEncoder().encode(line));
      const { value } = await lines.read();
      if (!value) throw new Error(`${name} printed nothing`);
      return Number(value.split(" ")[0]);
    },
    async [Symbol.asyncDispose]() {
      await orders.close();
      await lines.cancel();
      await child.status;
    },
  };
}

/** The paper with its codes drawn already. */
function withPaths(paper: Paper): unknown {
  return {
    ...paper,
    pages: paper.pages.map((page) => ({
      ...page,
      items: page.items.map((item) =>
        item.is === "code"
          ? { ...item, ...codesOf(item.text)[item.symbology] }
          : item
      ),
    })),
  };
}

/** pandoc and XeLaTeX, started anew for each paper; the codes are left out. */
export function xelatexRival(folder: string): Rival {
  return {
    async print(paper) {
      await Deno.writeTextFile(`${folder}/sheet.md`, markdownOf(paper));
      await Deno.writeTextFile(`${folder}/head.tex`, fontHead());
      const began = performance.now();
      const { success, stderr } = await new Deno.Command("pandoc", {
        args: [
          "sheet.md",
          "--pdf-engine=xelatex",
          ...["-H", "head.tex", "-V", "papersize=a4", "-o", "sheet.pdf"],
        ],
        cwd: folder,
        stderr: "piped",
      }).output();
      if (!success) throw new Error(new TextDecoder().decode(stderr));
      return performance.now() - began;
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** The same font, named by LaTeX because pandoc escapes a file's name. */
function fontHead(): string {
  const path = facePaths["sans"]?.replace(/[^/]+$/, "");
  const [sans, bold] = [faces.sans, faces.sansBold].map((file) =>
    file.split("/").at(-1)
  );
  const options = `Path=${path},BoldFont=../700Bold/${bold}`;
  return `\\usepackage{fontspec}\\setmainfont[${options}]{${sans}}\n`;
}

function markdownOf(paper: Paper): string {
  const pages = paper.pages.map((page) =>
    page.items.flatMap((item) => item.is === "flow" ? item.blocks : [])
      .map((block) => {
        const words = block.pieces.map(({ text }) => text).join("");
        const mark = { H1: "# ", H2: "## " }[block.role as "H1" | "H2"] ?? "";
        return `${mark}${block.label ? `${block.label} ` : ""}${words}`;
      }).join("\n\n")
  );
  return `${pages.join("\n\n\\newpage\n\n")}\n`;
}
