const labels: Readonly<Record<string, string>> = {
  rocAucScore: "ROC AUC",
  averagePrecisionScore: "average precision",
  accuracyScore: "accuracy",
  balancedAccuracyScore: "balanced accuracy",
  precisionScore: "precision",
  recallScore: "recall",
  f1Score: "F1",
  logLoss: "log loss",
  brierScoreLoss: "Brier score",
  meanAbsoluteError: "mean absolute error",
  meanSquaredError: "mean squared error",
  rootMeanSquaredError: "root mean squared error",
  r2Score: "R²",
  silhouetteScore: "silhouette",
};

/** A metric's name as people say it: "ROC AUC" for rocAucScore; a name without a label is spelled out in words. */
export function metricLabel(name: string): string {
  return labels[name] ?? name.replace(/([a-z])([A-Z0-9])/g, "$1 $2").toLowerCase();
}
