import { describe, expect, it } from "vitest";
import { parseModule } from "../parse-module.ts";
import { environmentTypes } from "./environment-types.ts";

describe("environmentTypes", () => {
  it("declares every column of every table", () => {
    expect(
      environmentTypes([
        { path: "birds.csv", columns: [{ name: "Flight Date", kind: "date" }] },
        { path: "sales/*.parquet", columns: [] },
        { path: "birds.csv", columns: [{ name: "speed", kind: "number" }] },
      ]),
    ).toMatchInlineSnapshot(`
      "// Written by Millrace from the data: what the editor knows of your tables. Don't edit it; every run writes it again.
      import "millrace";

      declare module "millrace" {
        interface KnownTables {
          "birds.csv": {
            "speed": "number";
          };
          "sales/*.parquet": {
          };
        }
      }
      "
    `);
  });

  it("stays one declaration whatever columns are called", () => {
    const names = ['"', "'", "\\", "*/", "\n", "\u2028", "\ud800", "__proto__", "🦅", "}; interface X {"];
    const text = environmentTypes([
      { path: "*/\n.csv", columns: names.map((name) => ({ name, kind: "text" as const })) },
    ]);
    const { program } = parseModule("millrace-env.d.ts", text);
    const [, module] = program["body"] as unknown as {
      body: { body: { body: { body: { typeAnnotation: unknown }[] } }[] };
    }[];
    const [table] = module!.body.body[0]!.body.body as { typeAnnotation: unknown }[];
    const { members } = (table!.typeAnnotation as { typeAnnotation: { members: { key: { value: string } }[] } })
      .typeAnnotation;
    expect(members.map(({ key }) => key.value)).toEqual(names);
  });
});
