/** What is served: model versions followed by alias, scored row by row or file by file. */
export { type FileToScore, type ScoredFile, scoreFile } from "./batch.ts";
export type { Deployment, DeploymentProblem } from "./deployment.ts";
export { type DeploymentOptions, type Deployments, openDeployments } from "./deployments.ts";
export { explainFile, type FileToExplain } from "./explain-file.ts";
export { type Row, type ScoredRows, type ScoreOptions, score } from "./score.ts";
export { type ServerLife, serverStarted } from "./server-life.ts";
