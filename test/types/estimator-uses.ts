import type { EstimatorDefinition, Parameter } from "../../src/ml/index.ts";

/** A module that calls an estimator in every right way that its table allows, and in wrong ways that must not compile. */
export function estimatorUses({ name, parameters }: EstimatorDefinition): string {
  const entries = Object.entries(parameters);
  return [
    `import { choice, integer, ${name}, uniform } from "millrace";`,
    "void [choice, integer, uniform];",
    `${name}();`,
    `${name}({});`,
    ...entries.flatMap(([key, parameter]) => [
      ...right(parameter).map((value) => `${name}({ ${key}: ${value} });`),
      ...wrong(parameter).map((value) => refused(`${name}({ ${key}: ${value} });`)),
      ...rightSpaces(parameter).map((dimension) => `${name}({}, { space: { ${key}: ${dimension} } });`),
      ...wrongSpaces(parameter).map((dimension) => refused(`${name}({}, { space: { ${key}: ${dimension} } });`)),
    ]),
    refused(`${name}({ noSuchParameter: 1 });`),
    refused(`${name}({}, { space: { noSuchParameter: integer(1, 2) } });`),
    refused(`${name}({}, { noSuchOption: 1 });`),
  ].join("\n");
}

function refused(line: string): string {
  return `// @ts-expect-error\n${line}`;
}

function right(parameter: Parameter): string[] {
  const standard = JSON.stringify(parameter.default);
  switch (parameter.type) {
    case "boolean":
      return ["true", "false"];
    case "choice":
      return parameter.choices.map((choice) => JSON.stringify(choice));
    case "record":
      return [standard, ...parameter.values.map((value) => `{ "a column": ${value} }`)];
    default:
      return [standard, "0.5", ...(parameter.nullable === true ? ["null"] : [])];
  }
}

function wrong(parameter: Parameter): string[] {
  const isNullable = parameter.default === null || ("nullable" in parameter && parameter.nullable === true);
  const others: Readonly<Record<Parameter["type"], readonly string[]>> = {
    boolean: ["1", '"true"'],
    choice: ['"no such choice"', "1", "true"],
    record: ["1", '{ "a column": 0.5 }', '{ "a column": "up" }'],
    number: ['"1"', "true", "{}"],
    integer: ['"1"', "true", "{}"],
  };
  return [...others[parameter.type], ...(isNullable ? [] : ["null"])];
}

function rightSpaces(parameter: Parameter): string[] {
  const values = right(parameter);
  const ranges = isNumeric(parameter) ? ["integer(1, 2)", "uniform(0, 1)"] : [];
  return [...ranges, `choice([${values.join(", ")}])`];
}

function wrongSpaces(parameter: Parameter): string[] {
  const ranges = isNumeric(parameter) ? [] : ["integer(1, 2)", "uniform(0, 1)"];
  return [...ranges, ...wrong(parameter).map((value) => `choice([${value}])`), right(parameter)[0]!];
}

function isNumeric({ type }: Parameter): boolean {
  return type === "number" || type === "integer";
}
