/** A setting of hyper-parameters for people: "strength 1.23, penalty l2, monotone (age 1)"; empty where all are defaults. */
export function settingText(params: Readonly<Record<string, unknown>>): string {
  return Object.entries(params)
    .map(([name, value]) => `${name} ${valueText(value)}`)
    .join(", ");
}

function valueText(value: unknown): string {
  if (typeof value === "number") return String(Number(value.toPrecision(3)));
  if (typeof value === "string" && /^sha256:[0-9a-f]{64}$/.test(value)) return `${value.slice(0, 19)}…`;
  if (typeof value !== "object" || value === null) return String(value);
  return `(${settingText(value as Readonly<Record<string, unknown>>)})`;
}
