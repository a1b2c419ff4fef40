import { cliErrors } from "./cli.ts";
import { dataErrors } from "./data.ts";
import { documentsErrors } from "./documents.ts";
import { evaluationErrors } from "./evaluation.ts";
import { httpErrors } from "./http.ts";
import { mlErrors } from "./ml.ts";
import { onnxErrors } from "./onnx.ts";
import { picturesErrors } from "./pictures.ts";
import { registryErrors } from "./registry.ts";
import { renderingErrors } from "./rendering.ts";
import { runErrors } from "./run.ts";
import { servingErrors } from "./serving.ts";
import { storeErrors } from "./store.ts";
import { trainingErrors } from "./training.ts";
import { whiteboardErrors } from "./whiteboard.ts";
import { workflowErrors } from "./workflow.ts";

/** The one table of errors: code -> status, exit code, meaning, message, fix. One file per room. */
export const errorTable = {
  ...mlErrors,
  ...onnxErrors,
  ...workflowErrors,
  ...storeErrors,
  ...dataErrors,
  ...trainingErrors,
  ...evaluationErrors,
  ...registryErrors,
  ...servingErrors,
  ...runErrors,
  ...whiteboardErrors,
  ...picturesErrors,
  ...documentsErrors,
  ...renderingErrors,
  ...httpErrors,
  ...cliErrors,
} as const;

/** The code of an error: a key of the table. */
export type ErrorCode = keyof typeof errorTable;
