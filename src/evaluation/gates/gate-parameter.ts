import { fail, type SourceLocation } from "../../errors/index.ts";

/** The number itself, where it is finite and within the range (ends included). @throws EVALUATION_GATE_PARAMETER_INVALID */
export function checkedNumber(
  gate: string,
  parameter: string,
  value: unknown,
  [low, high]: readonly [number, number],
  at: SourceLocation | undefined,
): number {
  if (typeof value === "number" && Number.isFinite(value) && value >= low && value <= high) return value;
  const expected = `a number ${low === -Infinity ? "" : `from ${low} `}${high === Infinity ? "up" : `to ${high}`}`;
  throw fail(
    "EVALUATION_GATE_PARAMETER_INVALID",
    {
      gate,
      parameter,
      expected: low === -Infinity && high === Infinity ? "a finite number" : expected,
      got: String(value),
    },
    { at },
  );
}

/** The text itself, where it isn't empty. @throws EVALUATION_GATE_PARAMETER_INVALID */
export function checkedName(gate: string, parameter: string, value: unknown, at: SourceLocation | undefined): string {
  if (typeof value === "string" && value !== "") return value;
  throw fail("EVALUATION_GATE_PARAMETER_INVALID", { gate, parameter, expected: "a name", got: String(value) }, { at });
}

/** Only the parameters that are declared: a spec holds no undefined. */
export function declared<T>(params: Readonly<Record<string, T | undefined>>): Record<string, T> {
  return Object.fromEntries(Object.entries(params).filter((member): member is [string, T] => member[1] !== undefined));
}
