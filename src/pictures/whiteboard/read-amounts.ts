import { estimatorTable } from "../../ml/index.ts";
import { plainWords } from "./plain-words.ts";

/** Percents of traffic in a text, rising, at most 100; none where it names no number. */
export function percentsIn(text: string): number[] {
  const words = plainWords(text.replace(/(\d)\s+%/g, "$1%"));
  const split = /\b(\d{1,2}) ?\/ ?(\d{1,2})\b/.exec(words);
  const named = [...words.matchAll(/(\d{1,3}(?:\.\d)?)(?=%| percent| prozent)/g)].map((match) => Number(match[1]));
  // "5/25/100 %" and "canary 5, 25, 100": the sign stands once or not at all.
  const plain = [...words.matchAll(/\b\d{1,3}\b/g)].map((match) => Number(match[0]));
  const isList = named.length < 2 && plain.length >= 2 && plain.at(-1) === 100;
  const found = named.length > 0 && !isList ? named : isList ? plain : split === null ? [] : [Number(split[2])];
  const rising: number[] = [];
  for (const percent of found) if (percent > (rising.at(-1) ?? 0) && percent <= 100) rising.push(percent);
  return rising;
}

const units: readonly (readonly [RegExp, string])[] = [
  [/^(?:s|sec)/, "s"],
  [/^(?:min|m$)/, "m"],
  [/^(?:h|stund|std)/, "h"],
  [/^(?:d|tag)/, "d"],
  [/^(?:w|woche)/, "w"],
];

/** "for 2 days", "48h", "one week": as Millrace writes durations; undefined where a text names none. */
export function durationIn(text: string): string | undefined {
  const words = plainWords(text);
  const found =
    /\b(\d{1,3}) ?(seconds?|secs?|minutes?|mins?|hours?|days?|weeks?|stunden?|std|tagen?|tage?|wochen?|[mhdw])\b/.exec(
      words,
    ) ?? /\b(one|a|ein|eine|einen) (minute|hour|day|week|stunde|tag|woche)\b/.exec(words);
  if (found === null) return undefined;
  const unit = units.find(([pattern]) => pattern.test(found[2]!))?.[1];
  const count = /^\d/.test(found[1]!) ? Number(found[1]) : 1;
  return unit === undefined || count === 0 ? undefined : `${count}${unit}`;
}

/** "50 trials", "5-fold": what a text says of the search. */
export function searchIn(text: string): { readonly trials?: number; readonly folds?: number } {
  const words = plainWords(text);
  const trials = /\b(\d{1,4}) (?:trials?|settings|experiments|iterations|runs|combinations|versuche)\b/.exec(words);
  const folds = /\b(\d{1,2}) ?folds?\b|\bk ?= ?(\d{1,2})\b/.exec(words);
  return {
    ...(trials === null || Number(trials[1]) < 1 ? {} : { trials: Number(trials[1]) }),
    ...(folds === null || Number(folds[1] ?? folds[2]) < 2 ? {} : { folds: Number(folds[1] ?? folds[2]) }),
  };
}

/** "80/20", "test 20%": the share of rows kept for the test; undefined where a text names none. */
export function testShareIn(text: string): number | undefined {
  const words = plainWords(text);
  const parts = /\b(\d{2}) ?[/:] ?(\d{2})(?: ?[/:] ?(\d{2}))?\b/.exec(words);
  if (parts !== null) {
    const shares = parts
      .slice(1)
      .filter((share) => share !== undefined)
      .map(Number);
    return shares.reduce((sum, share) => sum + share, 0) === 100 ? shares.at(-1)! / 100 : undefined;
  }
  const percent = /\b(?:hold ?out|test\w*) (?:set |of |is )*(\d{1,2}) ?%|\b(\d{1,2}) ?% (?:hold ?out|test)/.exec(words);
  const share = Number(percent?.[1] ?? percent?.[2] ?? 0) / 100;
  return share > 0 && share <= 0.5 ? share : undefined;
}

const algorithms: readonly (readonly [RegExp, string])[] = [
  [/\b(?:xgb(?:oost)?|lightgbm|lgbm|catboost|gradient boost\w*|boosted trees|gbm|gbdt|boosting)\b/, "gradientBoosting"],
  [/\b(?:random forest|rf)\b/, "randomForest"],
  [/\bextra trees\b/, "extraTrees"],
  [/\b(?:logistic(?: regression)?|logreg|logistische regression)\b/, "logisticRegression"],
  [/\b(?:linear regression|lineare regression|ols)\b/, "linearRegression"],
  [/\bridge\b/, "ridge"],
  [/\blasso\b/, "lasso"],
  [/\belastic net\b/, "elasticNet"],
  [/\bk ?means\b/, "kMeans"],
  [/\bisolation forest\b/, "isolationForest"],
  [/\b(?:neural net\w*|mlp|deep learning|multi ?layer perceptron)\b/, "neuralNetwork"],
];

/** Estimators of Millrace that a text names by any of their names, in the order in which they are listed here. */
export function estimatorsIn(text: string): string[] {
  // "XGBoost", "LightGBM" and "CatBoost" are one word each, whatever their capitals.
  const words = plainWords(text.toLowerCase());
  return algorithms
    .filter(([pattern, name]) => pattern.test(words) && estimatorTable[name] !== undefined)
    .map(([, name]) => name);
}
