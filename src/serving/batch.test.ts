import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { binaryModel, boostedModel, regressionModel } from "../../test/fixtures/tiny-models.ts";
import { type RawValue, streamTable } from "../data/index.ts";
import { isMillraceError } from "../errors/index.ts";
import { loadModel, type ThreadTeam } from "../ml/index.ts";
import { systemPlatform } from "../platform/index.ts";
import { threadTeam } from "../training/index.ts";
import { scoreFile } from "./batch.ts";

const strikes = loadModel(binaryModel(1));
const price = loadModel(regressionModel());
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "millrace-batch-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const at = (name: string): string => join(folder, name);
const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    if (isMillraceError(error)) return error.code;
    throw error;
  }
  return "none";
};

/** Every row of a table as written, by column name. */
function readRows(path: string): Promise<Record<string, RawValue>[]> {
  return streamTable({ path, fields: [], workFile: (extension) => at(`read.${extension}`) }, async (stream) => {
    const rows: Record<string, RawValue>[] = [];
    for await (const { raw, rowCount } of stream.batches) {
      for (let i = 0; i < rowCount; i++) {
        rows.push(Object.fromEntries(stream.columns.map(({ name }, c) => [name, raw[c]![i]!])));
      }
    }
    return rows;
  });
}

const count = 20_000;
const rows = Array.from({ length: count }, (_, i) => ({
  id: `r${i}`,
  speed: i % 13 === 0 ? null : ((i * 37) % 300) + i / 7,
  size: i % 3 === 0 ? "large" : "small",
  night: i % 2 === 0,
}));
const csv = `id,speed,size,night\n${rows.map(({ id, speed, size, night }) => `${id},${speed ?? ""},${size},${night}`).join("\n")}\n`;

const { random } = systemPlatform;

describe("scoreFile", () => {
  it.each(["csv", "tsv", "parquet", "ndjson"])(
    "writes %s: the input's columns and rows in order, then predictions that are those of the model in process to the bit",
    async (extension) => {
      await writeFile(at("in.csv"), csv);
      const seen: number[] = [];
      const output = at(`out.${extension}`);
      const scored = await scoreFile({
        random,
        predictor: strikes,
        input: at("in.csv"),
        output,
        onProgress: (n) => seen.push(n),
      });
      expect(scored).toEqual({ rows: count, warnings: [] });
      expect(seen.at(-1)).toBe(count);
      expect(seen.length).toBeGreaterThan(1);
      const expected = strikes.predict(rows.map(({ id: _, ...row }) => row)).predictions;
      const written = await readRows(output);
      expect(Object.keys(written[0]!)).toEqual([
        "id",
        "speed",
        "size",
        "night",
        "prediction",
        "probability_no",
        "probability_yes",
      ]);
      expect(written.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
      expect(written.map(({ prediction }) => prediction)).toEqual(expected.map(({ prediction }) => prediction));
      expect(written.map(({ probability_yes: p }) => Number(p))).toEqual(
        expected.map(({ probabilities }) => probabilities!["yes"]),
      );
      expect(await readdir(folder)).toEqual(["in.csv", `out.${extension}`]);
    },
  );

  it("adds numbers for a regression", async () => {
    await writeFile(at("in.ndjson"), '{"area":50,"rooms":2}\n{"area":80,"rooms":3}\n');
    await scoreFile({ random, predictor: price, input: at("in.ndjson"), output: at("out.csv") });
    const [header, first] = (await readFile(at("out.csv"), "utf8")).split("\n");
    expect(header).toBe("area,rooms,prediction");
    expect(first).toBe(`50,2,${price.predictOne({ area: 50, rooms: 2 }).prediction}`);
  });

  it("scores what is odd and sums it up", async () => {
    await writeFile(at("in.csv"), "speed,size,night\n100,tiny,true\n120,small,true\nfast,tiny,false\n");
    const scored = await scoreFile({ random, predictor: strikes, input: at("in.csv"), output: at("out.csv") });
    expect(scored.rows).toBe(3);
    expect(scored.warnings.find((line) => line.includes("tiny"))).toContain("(data row 1 and 1 more)");
    expect(scored.warnings.find((line) => line.includes("fast"))).toContain("(data row 3)");
    expect(await readRows(at("out.csv"))).toHaveLength(3);
  });

  it("says of all values of a field that training didn't have in one line", async () => {
    const sizes = Array.from({ length: 500 }, (_, i) => `100,size ${i % 250},true`);
    await writeFile(at("in.csv"), `speed,size,night\n${sizes.join("\n")}\n`);
    const { warnings } = await scoreFile({ random, predictor: strikes, input: at("in.csv"), output: at("out.csv") });
    expect(warnings).toEqual([
      '"size" has values that were never seen in training: "size 0", "size 1", "size 2" and others (data row 1 and 499 more)',
    ]);
  });

  it("refuses before it writes, and leaves what was there", async () => {
    await writeFile(at("in.csv"), "speed,size,night,prediction\n1,small,true,x\n");
    await writeFile(at("short.csv"), "sped,size\n1,small\n");
    await writeFile(at("out.csv"), "precious");
    const score = (input: string, output: string): Promise<string> =>
      codeOf(scoreFile({ random, predictor: strikes, input: at(input), output: at(output) }));
    expect(await score("in.csv", "out.csv")).toBe("SERVING_COLUMN_TAKEN");
    expect(await score("short.csv", "out.csv")).toBe("SERVING_COLUMNS_MISSING");
    expect(await score("in.csv", "out.xlsx")).toBe("SERVING_OUTPUT_FORMAT");
    expect(await score("in.csv", "in.csv")).toBe("SERVING_OUTPUT_IS_INPUT");
    expect(await score("nope.csv", "out.csv")).toMatch(/^DATA_/);
    expect(await score("short.csv", "nowhere/out.csv")).toMatch(/^(DATA|SERVING)_/);
    expect(await readFile(at("out.csv"), "utf8")).toBe("precious");
    expect((await readdir(folder)).sort()).toEqual(["in.csv", "out.csv", "short.csv"]);
  });

  it("leaves nothing half written where a later batch fails", async () => {
    await writeFile(at("in.csv"), csv);
    let scored = 0;
    const failing = {
      ...strikes,
      predictFrame: (...args: Parameters<typeof strikes.predictFrame>) => {
        scored += args[0].rowCount;
        if (scored > 15_000) throw new Error("interrupted");
        return strikes.predictFrame(...args);
      },
    };
    await expect(scoreFile({ random, predictor: failing, input: at("in.csv"), output: at("out.csv") })).rejects.toThrow(
      "interrupted",
    );
    expect(await readdir(folder)).toEqual(["in.csv"]);
  });

  it("writes the same bytes with any number of threads, and asks them", async () => {
    await writeFile(at("in.csv"), csv);
    const predictor = loadModel(boostedModel());
    const score = async (name: string, team?: ThreadTeam): Promise<string> => {
      await scoreFile({ random, predictor, input: at("in.csv"), output: at(name), team });
      return readFile(at(name), "utf8");
    };
    const alone = await score("1.csv");
    for (const size of [2, 3]) {
      const team = threadTeam(size);
      let jobs = 0;
      const counting: ThreadTeam = {
        size,
        each(...job) {
          jobs++;
          team.each(...job);
        },
        close: () => team.close(),
      };
      expect((await score(`${size}.csv`, counting)) === alone).toBe(true);
      expect(jobs).toBeGreaterThan(1);
      counting.close();
    }
  });
});
