import { defineWorkflow, isolationForest, meetsMinimum, table } from "millrace";

// 400 invented card payments: which of them are odd? What the reviewers said is used only to evaluate.
export default defineWorkflow({
  name: "payments",
  problem: {
    objective: "Have a payment looked at before it is carried out",
    task: "anomaly",
    target: "review",
    positive: "fraud",
    metric: "rocAucScore",
    minimum: 0.85,
  },
  data: table("payments.csv", { key: "payment" }),
  candidates: [isolationForest()],
  gates: [meetsMinimum()],
});
