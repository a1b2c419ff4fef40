/** A setting of hyper-parameters for people: "strength 1.23, penalty l2"; empty where all are defaults. */
export function settingText(params: Readonly<Record<string, unknown>>): string {
  return Object.entries(params)
    .map(([name, value]) => `${name} ${typeof value === "number" ? Number(value.toPrecision(3)) : value}`)
    .join(", ");
}
