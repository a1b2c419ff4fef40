// `node --import jiti/register bench/engine/neural-job.ts DATASET FOLDS DATA_FOLDER`: our network's score and seconds
// for each fold, as a line of JSON. One thread, as the peer has one.
import { systemPlatform } from "../../src/platform/index.ts";
import { TaskBench } from "../../src/training/task-bench.ts";
import { loadSubject, subjects } from "../quality.ts";

const [dataset, folds, dataFolder] = process.argv.slice(2) as [string, string, string];
const set = await loadSubject(subjects.find((subject) => subject.dataset === dataset)!, dataFolder);
const bench = new TaskBench(set, systemPlatform.machine);
const result = { scores: [] as number[], seconds: [] as number[], cpuSeconds: [] as number[] };
for (let fold = 0; fold < Number(folds); fold++) {
  const before = process.cpuUsage();
  const start = performance.now();
  const task = { kind: "fold", estimator: "neuralNetwork", params: {}, fold, keepPredictions: false } as const;
  result.scores.push(bench.run(task).score!);
  result.seconds.push((performance.now() - start) / 1000);
  const { user, system } = process.cpuUsage(before);
  result.cpuSeconds.push((user + system) / 1e6);
}
console.log(JSON.stringify(result));
process.exit(0);
