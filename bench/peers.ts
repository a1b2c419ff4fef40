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

/** What makes ONNX models of peers' models, beside the peers that it converts. */
export const CONVERTERS: readonly string[] = [
  "scikit-learn==1.9.1",
  "xgboost==3.2.0",
  "lightgbm==4.7.0",
  "onnx==1.23.2",
  "skl2onnx==1.20.0",
  "onnxmltools==1.16.0",
  "onnxruntime==1.31.1",
];

/** What searches of hyper-parameters are measured against. */
export const SEARCHERS: readonly string[] = ["optuna==5.0.0"];
