/** What the engine is measured against: current releases, in one virtual environment (see `pythonWith`). */
export const PEERS: readonly string[] = [
  "xgboost==3.2.0",
  "lightgbm==4.7.0",
  "catboost==1.2.10",
  "scikit-learn==1.9.1",
  "shap==0.51.0",
  "onnxruntime==1.31.1",
  "pyarrow==26.0.1",
];
