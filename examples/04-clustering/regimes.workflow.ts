import { defineWorkflow, integer, kMeans, table } from "millrace";

// Readings of pumps: in how many ways do they run?
export default defineWorkflow({
  name: "regimes",
  problem: { objective: "Find the ways in which our pumps run", task: "clustering", minimum: 0.4 },
  data: table("pumps.csv", { key: "reading" }),
  candidates: [kMeans({}, { space: { clusters: integer(2, 6) } })],
  search: { trials: 5 },
});
