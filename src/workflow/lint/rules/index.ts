import type { Rule } from "../rule.ts";
import {
  candidateColumns,
  candidateDuplicates,
  candidateFits,
  candidateParameters,
  candidatesBeyondBaseline,
  candidatesPresent,
} from "./candidates.ts";
import { checkBounds, checkColumns, checkDuplicates, checkKnown } from "./checks.ts";
import { formatKnown, timeAndKey, timeKind } from "./data.ts";
import { nameShape, seedRange, unknownKey } from "./declaration.ts";
import { featureColumns, featureLeaks, featureNames } from "./features.ts";
import { gateColumns, gateFits, gateKnown, gateMetrics, gateMinimum, gatesPresent } from "./gates.ts";
import { monotoneColumns } from "./monotone.ts";
import { approvalPerson, canaryEnd, canarySteps, durationsReadable, monitorWindow, scheduleCron } from "./operation.ts";
import {
  boundsInRange,
  costsSane,
  goalBeyondMinimum,
  metricKnown,
  peopleNamed,
  positiveFits,
  targetKind,
  targetReadable,
} from "./problem.ts";
import { searchCoverage, searchMethod, searchNumbers, searchSpace, searchTrials } from "./search.ts";
import { splitColumn, splitHalf, splitKnown, splitShare } from "./split.ts";

/** Every rule, in the order of the declaration's sections. */
export const lintRules: readonly Rule[] = [
  unknownKey,
  nameShape,
  metricKnown,
  boundsInRange,
  goalBeyondMinimum,
  costsSane,
  positiveFits,
  peopleNamed,
  targetReadable,
  targetKind,
  formatKnown,
  timeAndKey,
  timeKind,
  checkKnown,
  checkColumns,
  checkBounds,
  checkDuplicates,
  featureNames,
  featureColumns,
  featureLeaks,
  splitKnown,
  splitShare,
  splitHalf,
  splitColumn,
  candidatesPresent,
  candidatesBeyondBaseline,
  candidateFits,
  candidateColumns,
  monotoneColumns,
  candidateParameters,
  candidateDuplicates,
  searchMethod,
  searchNumbers,
  searchTrials,
  searchSpace,
  searchCoverage,
  gateKnown,
  gateMinimum,
  gateColumns,
  gateMetrics,
  gateFits,
  gatesPresent,
  approvalPerson,
  durationsReadable,
  canarySteps,
  canaryEnd,
  monitorWindow,
  scheduleCron,
  seedRange,
];
