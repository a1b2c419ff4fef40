import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRepository } from "../../scripts/docs/source/root.ts";
import { type ImportableNames, moduleOf, type Snippet } from "./snippet.ts";

/** Compiles snippets in one call of tsc and gives what it says of them, each with the place that it comes from. */
export function compileErrors(snippets: readonly Snippet[], names: ImportableNames): string[] {
  const folder = mkdtempSync(join(tmpdir(), "millrace-snippets-"));
  try {
    // Tells whether tsc came to types at all: a syntax error anywhere in the sources would hide every other fault.
    writeFileSync(join(folder, "probe.ts"), 'export const probe: number = "not a number";\n');
    for (const [i, snippet] of snippets.entries())
      writeFileSync(join(folder, `snippet-${i}.ts`), moduleOf(snippet, names));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(configuration()));
    const { stdout, error } = spawnSync(
      process.execPath,
      [inRepository("node_modules/typescript/bin/tsc"), "-p", folder, "--pretty", "false"],
      { encoding: "utf8", cwd: folder },
    );
    if (error !== undefined) throw error;
    if (!stdout.includes("probe.ts")) throw new Error(`tsc checked no types:\n${stdout.slice(0, 2000)}`);
    // What tsc says of the sources themselves is for the type check of the repository.
    return stdout.split("\n").flatMap((line) => {
      const [, index, place, said] = /snippet-(\d+)\.ts\((\d+,\d+)\): (.*)$/.exec(line) ?? [];
      return index === undefined ? [] : [`${snippets[Number(index)]!.from} (${place}): ${said}`];
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function configuration(): object {
  return {
    extends: inRepository("tsconfig.json"),
    compilerOptions: {
      noEmit: true,
      rootDir: "/",
      declaration: false,
      noUnusedLocals: false,
      noUnusedParameters: false,
      allowImportingTsExtensions: true,
      typeRoots: [inRepository("node_modules/@types")],
      paths: {
        millrace: [inRepository("src/index.ts")],
        "millrace/ml": [inRepository("src/ml/index.ts")],
        "millrace/predictor": [inRepository("src/ml/pipeline/predictor.ts")],
      },
    },
    include: ["*.ts"],
    exclude: [],
  };
}
