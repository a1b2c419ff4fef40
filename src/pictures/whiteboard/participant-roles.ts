import type { PeopleSpec } from "../../workflow/index.ts";
import type { DrawnParticipant } from "./drawing.ts";
import { plainWords } from "./plain-words.ts";

/** What a participant of a drawing does in the pipeline. */
export type DrawnRole =
  | "engineer"
  | "data engineer"
  | "data scientist"
  | "devOps"
  | "stakeholder"
  | "domain expert"
  | "gatekeeper"
  | "decision maker"
  | "on call"
  | "notifier"
  | "scheduler"
  | "data checker"
  | "data source"
  | "feature maker"
  | "cleaner"
  | "trainer"
  | "validator"
  | "registry"
  | "deployment"
  | "monitor"
  | "pipeline"
  | "unknown";

/** Words of names, the most telling first: a "data engineer" is no data source, a "model registry API" no endpoint. */
const words: readonly (readonly [DrawnRole, RegExp])[] = [
  ["on call", /\bon ?call\b|\bpager\b|bereitschaft/],
  ["data engineer", /\bdata (eng|platform|team)|daten ?ingenieur|\bde\b/],
  [
    "data scientist",
    /scientist|\bml ?e(ng|\b)|\bmachine learning eng|\banalyst|model(l)?er\b|modelliererin|\bds\b|daten ?wissenschaft/,
  ],
  ["devOps", /dev ?ops|\bsre\b|\bml ?ops\b|platform (eng|team)|\boperations\b|\bops\b|betrieb|infra/],
  ["decision maker", /decision ?maker|sponsor|\bcto\b|\bhead of\b|entscheider/],
  [
    "gatekeeper",
    /gate ?keeper|approv|reviewer|\blead\b|manager|product owner|\bpo\b|\bboss\b|compliance|risk|freigabe|freigeber|leiter|chef/,
  ],
  ["domain expert", /domain expert|subject matter|\bsme\b|fach(expert|bereich|abteilung)|annotat|labell?er/],
  ["notifier", /slack|e ?mail|notif|alert|teams channel|chat\b|incident|benachrichtig|alarm/],
  ["scheduler", /cron|schedul|timer|zeitplan|event ?bridge/],
  ["data checker", /data (valid|quality|check|test)|great expect|quality check|datenpruf|datenqualit|pandera|deequ/],
  ["feature maker", /featur|merkmal/],
  ["cleaner", /clean|pre ?process|transformer\b|\betl\b|prep\b|preparation|bereinig|aufbereit/],
  ["registry", /registr|regist(er|ry)\b|model (store|hub|catalog)|mlflow|artifact|katalog|modell?ablage/],
  ["monitor", /monitor|observ|prometheus|grafana|watch|drift|telemetry|evidently|uberwach|beobacht/],
  ["validator", /validat|evaluat|assess|judge|tester|\btest|checker|verif|bewert|pruf|\bqa\b|metrics|critic/],
  [
    "trainer",
    /train|learner|fitter|tuner|automl|gpu|sage ?maker|xgboost|\bmodell? ?(build|fabrik|factory|training)|\bmodell?$|lerner/,
  ],
  [
    "deployment",
    /deploy|serv(ing|er|ice|e)\b|endpoint|inference|predict|prod(uction|uktion)?\b|kubernetes|\bk8s\b|gateway|\bapi\b|\blive\b|staging|bereitstell|auslief|kubectl/,
  ],
  [
    "data source",
    /data ?(source|lake|base|store|set|ware)|\bdb\b|warehouse|\bsource\b|storage|\bs3\b|bucket|\blake\b|\bcrm\b|snowflake|bigquery|postgres|\bkafka\b|stream\b|\bcsv\b|\bdata$|daten ?(quell|bank|lager)|\bquelle\b|\bwarehouse\b/,
  ],
  [
    "pipeline",
    /pipeline|\bpipe\b|orchestr|airflow|\bdag\b|workflow|kubeflow|prefect|dagster|jenkins|github actions|\bci\b|\bci ?cd\b|runner|ablauf|millrace|steuerung/,
  ],
  ["stakeholder", /stakeholder|business|customer|client|product\b|marketing|kunde|nutzer|end user/],
  [
    "engineer",
    /engineer|developer|\bdev\b|\buser\b|\bowner\b|\bteam\b|ingenieur|entwickler|\bme\b|\bhuman\b|\bperson\b|\bicke?\b/,
  ],
];

/** What a participant does, from its name; "unknown" where the name doesn't tell. */
export function roleOf({ label, id }: DrawnParticipant): DrawnRole {
  for (const name of [label, id]) {
    // "BigQuery" is one word to some and two to others.
    const plain = [plainWords(name), plainWords(name.toLowerCase())];
    const found = words.find(([, pattern]) => plain.some((text) => pattern.test(text)));
    if (found !== undefined) return found[0];
  }
  return "unknown";
}

const people: Partial<Readonly<Record<DrawnRole, keyof PeopleSpec>>> = {
  engineer: "dataScientist",
  "data scientist": "dataScientist",
  "data engineer": "dataEngineer",
  devOps: "devOps",
  stakeholder: "stakeholder",
  "domain expert": "domainExpert",
  gatekeeper: "gatekeeper",
  "decision maker": "decisionMaker",
  "on call": "onCall",
};

/** The role of a declaration that a drawn one stands for; undefined for what isn't a person. */
export function personRoleOf(role: DrawnRole): keyof PeopleSpec | undefined {
  return people[role];
}

/**
 * The person's own name in a participant's: "George (Gatekeeper)", "Gatekeeper: George", `actor Olga as On-call`.
 * Undefined where only a role is named.
 */
export function personIn({ label, id, isPerson }: DrawnParticipant): string | undefined {
  const pieces = label.split(/[(),:/|[\]–—]| - /).map((piece) => piece.trim());
  const named = pieces.filter((piece) => isName(piece));
  if (pieces.length > 1 && named.length === 1 && pieces.some((piece) => isRole(piece))) return named[0];
  if (pieces.length !== 1) return undefined;
  if (isRole(label)) return id !== label && isName(id) && !isShort(id, label) ? id : undefined;
  return isPerson && isName(label) ? label : undefined;
}

function isRole(text: string): boolean {
  const plain = plainWords(text);
  return words.some(([, pattern]) => pattern.test(plain));
}

/** One or two words with capitals, and none of the trade's. */
function isName(text: string): boolean {
  return (
    /^\p{Lu}[\p{Ll}'’-]{2,20}(?: \p{Lu}[\p{L}'’.-]{0,20})?$/u.test(text) &&
    !isRole(text) &&
    !trade.test(plainWords(text))
  );
}

const trade = /^(eng|data|model|train|val|reg|mon|pipe|src|source|user|actor|person|start|end|step|task|job|team)/;

/** "Eng" is short for "Engineer", "Mon" for "Monitor". */
function isShort(id: string, label: string): boolean {
  return plainWords(label)
    .split(" ")
    .some((word) => word.startsWith(plainWords(id)));
}
