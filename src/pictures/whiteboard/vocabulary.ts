import type { PartKind } from "./parts.ts";

/** One way of saying a part, in `plainWords`. */
export interface Saying {
  readonly part: PartKind;
  readonly words: RegExp;
  /** Of several sayings in a clause the heaviest counts: 6 can hardly mean anything else, 2 is a hint. */
  readonly weight: number;
  /** Looked for in the whole clause, not only in what is done (see `headOf`). */
  readonly anywhere?: true;
}

/** What must weigh this much to be sure. */
export const sureWeight = 4;

const data =
  "(?:raw |new |fresh |latest |training |input |the |all |customer |historical |batch of )*(?:data|dataset|data set|rows|records|table|csv|files?|batch|events|examples|daten|datensatze|rohdaten)";

function says(part: PartKind, weight: number, words: string, where?: "anywhere"): Saying {
  const saying = { part, weight, words: new RegExp(`\\b(?:${words})`) };
  return where === undefined ? saying : { ...saying, anywhere: true };
}

/** The words of the trade, part by part; German ones where teams use them. */
export const vocabulary: readonly Saying[] = [
  says("trigger", 4, "kick ?off|trigger|anstossen|anstoss|new data arriv|on (?:commit|push|merge)"),
  says(
    "trigger",
    3,
    "launch|initiat|invoke|begin|start|commit|git push|run (?:the )?(?:pipeline|workflow|job|dag|training|everything|all)\\b",
  ),
  says("trigger", 3, "(?:starte|starten|auslosen) |(?:pipeline|lauf|training|workflow) (?:starten|anstossen|auslosen)"),
  says("trigger", 2, "run\\b|execute|schedul|lauf|request\\b"),

  says(
    "fetch",
    6,
    `(?:fetch|ingest|load|pull|extract|collect|acquire|get|read|download|import|query|retrieve|gather|request|grab|select|hole|lade|lies|beziehe)(?:s|ing|n|es)? ${data}`,
  ),
  says(
    "fetch",
    6,
    `(?:data (?:ingest|acqui|collect|load|extract|fetch|import|pull)|ingestion|${data} (?:holen|laden|abrufen|beziehen|einlesen|abholen))`,
  ),
  says("fetch", 4, "fetch|ingest|ingestion|daten ?(?:abruf|import)"),
  says(
    "fetch",
    3,
    "load|pull|extract|collect|acqui|download|import|query|retriev|gather|grab|read|abruf|holen|laden|einles|get|^csv$|^parquet$|raw data|rohdaten|training data|dataset\\b|select \\*",
  ),

  says("snapshot", 5, "(?:stor|sav|persist|writ|land)\\w* (?:the |raw )*(?:data|dataset|rows|daten)"),
  says(
    "snapshot",
    6,
    "snapshot|data version|version (?:the )?(?:data|dataset)|dvc|freeze (?:the )?data|daten einfrieren|schnappschuss",
  ),

  says(
    "check",
    6,
    `(?:validat|verif|check|test|assert|inspect)\\w* ${data}|check\\w* (?:the )?(?:schema|nulls?|quality|missing|ranges?|freshness|columns)`,
  ),
  says(
    "check",
    6,
    "data (?:valid|quality|check|test|contract|verif|sanity)|schema|great expectations|expectations|sanity check|quality checks?|datenpruf|datenqualit|daten(?:\\w* )?(?:prufen|validieren)|plausi|null check|nulls?$|nulls? [a-z]+$|target leak|missing values? check|freshness",
  ),

  says(
    "clean",
    5,
    "clean|cleans|pre ?process|wrangl|imput|dedup|remov\\w* (?:duplicates|nulls|outliers)|drop (?:nulls?|na|duplicates)|normali[sz]|scrub|tidy|munge|massage|bereinig|aufbereit|vorverarbeit|sauber|putz|fill (?:missing|nulls?|gaps)|handle missing|missing values",
  ),
  says("clean", 4, "prepar|sanitiz|transform|encod|scal(?:e|ing)\\b|standardi[sz]e|etl"),

  says(
    "explore",
    4,
    "explor|eda\\b|profil|visuali[sz]|descriptive|summary statistics|data statistics|analy[sz]\\w* (?:the )?data|describe (?:the )?data|datenanalyse",
  ),

  says(
    "split",
    6,
    "train(?:ing)? ?(?:/|and|-)? ?(?:val(?:idation)? ?/? ?)?test split|train/test|split|partition|(?:set|put|keep)\\w* (?:the )?(?:test |some )?rows aside|hold ?out (?:set|rows|20|10|30)|aufteil|teile (?:die )?daten|trennen",
  ),

  says(
    "features",
    6,
    "featur\\w* (?:engineer|extract|creat|build|generat|select|comput|store|construct|transform|pipeline|prep)|featuri[sz]|merkmal|feature$",
  ),
  says(
    "features",
    6,
    "(?:build|creat|engineer|extract|comput|generat|select|deriv|mak|construct|calculat|transform|add|define|prepar|materiali[sz])\\w* (?:the |new |some |model |input |training )*(?:feature|variables|merkmal)",
  ),
  says("features", 4, "features?$|vectori[sz]|embed|one hot"),

  says(
    "search",
    6,
    "hyper ?param|tun(?:e|es|ing)\\b|grid search|random search|bayes|optuna|cross ?valid|k ?fold|\\d+ ?folds?|\\d+ trials?|automl|auto ml|model selection|(?:select|pick|choose|find) (?:the )?best|sweep|parametersuche|(?:compare|try) (?:several |different |candidate )*(?:models|candidates|algorithms)|leaderboard",
    "anywhere",
  ),
  says("search", 4, "experiment|search|suche"),

  says(
    "train",
    5,
    "train(?:s|ing|iere|ieren|iert)?\\b|fit\\b(?! (?:to|for))|fits\\b|fitting|learn(?:s|ing)?\\b|anlern|lern(?:e|en)\\b|(?:build|creat)\\w* (?:the |a )?modell?",
  ),
  says(
    "train",
    4,
    "train\\w* (?:the |a |candidate )*modell?|modell? (?:train|fit|build)|xg ?boost|light ?gbm|cat ?boost|random forest|(?:logistic|linear) regression|gradient boosting|neural net|k ?means|isolation forest",
  ),

  says(
    "retrain",
    7,
    "re ?train|re ?fit|neu ?train|nachtrain|erneut train|train\\w* again|re ?run (?:the )?(?:pipeline|training)|start over|next iteration|run again",
    "anywhere",
  ),

  says(
    "evaluate",
    6,
    "(?:log|stor|record|report|return|writ)\\w* (?:the )?(?:metrics|scores|evaluation)|evaluat\\w* |evaluation|(?:validat|test|assess|check|verif|score|judg|measur|benchmark)\\w* (?:the |candidate |trained |new |best )*(?:modell?|performance|accuracy|metrics?|predictions|candidate)|modell? (?:valid|evaluat|test|assess|bewert|pruf)",
  ),
  says(
    "evaluate",
    5,
    "evaluat|evaluier|assess|bewert|modell? (?:prufen|bewerten)|(?:comput|calculat)\\w* (?:the )?(?:metrics?|scores?|accuracy|auc)|(?:test|validation|hold ?out) (?:metrics|score|results?)",
  ),
  says(
    "evaluate",
    3,
    "validat|test|score\\b|metrics?\\b|measur|judge|pruf|verif|check\\b|kennzahl|accuracy\\b|performance\\b|auc\\b|f1\\b|validier",
  ),

  says(
    "gate",
    6,
    "quality gate|gates?\\b|threshold|schwell|acceptance|(?:meet|pass|reach)\\w* (?:the |our |all )*(?:threshold|criteria|bar|target|minimum|gates?|metrics?)|compare\\w* (?:\\w+ ){0,3}(?:champion|production|baseline|current|previous|incumbent|prod)\\b|(?:better|worse) than|good enough|gut genug|beats?\\b",
    "anywhere",
  ),

  says(
    "register",
    6,
    "regist(?:er|ers|ry|ration|ering|riere|rieren)\\b|modell? regist|(?:is|are|gets) registered|(?:stor|sav|persist|version|log|upload|publish|archiv|push|put)\\w* (?:the |new |trained |best |approved |final )*(?:modell?|artifact|weights)|modell? (?:speichern|registrieren|ablegen|eintragen)|speichere (?:das )?modell",
  ),
  says("register", 4, "registrier|promote (?:the )?modell?|publish|catalog|save\\b|store\\b|ablegen|speichern"),

  says(
    "alert",
    6.5,
    "alert|alarm|page (?!views?|load)\\w+|paging|escalat|incident|(?:notif|inform|warn|tell|e ?mail|slack|ping|message)\\w* .*(?:fail|problem|not (?:met|good|ok|pass)|below|reject|bad|degrad|drift)|(?:failure|error) (?:notif|report|message|e ?mail)|report (?:the )?failure|fehlermeldung|benachrichtige|benachrichtig|warn",
    "anywhere",
  ),
  says(
    "notify",
    5,
    "notif|inform|e ?mail|mail\\b|slack|ping|report (?:to|back|success|result)|tell |announce|message (?:the )?team|meld",
  ),

  says(
    "stop",
    5,
    "reject|discard|abort|halt\\b|stop(?:s|ped)?\\b|fail (?:the )?(?:run|pipeline|build|job)|do not (?:deploy|register|release)|dont (?:deploy|register)|keep (?:the )?(?:old|current|existing|champion)|verwerf|ablehn|abbruch|abbrechen|quit\\b|no release|throw away",
  ),

  says(
    "approve",
    7,
    "approv(?!ed (?:modell?|version|candidate))|sign ?off|green ?light|bless|freigabe|freigeb|genehmig|human review|manual review|four eyes|vier augen|thumbs up",
  ),
  says("approve", 4, "review|manual check|go/no go|ask for ok"),

  says("staging", 9, "staging|pre ?prod|test environment|testumgebung|stage env", "anywhere"),
  says("shadow", 9, "shadow|dark launch|mirror\\w* (?:the )?(?:traffic|requests)|schatten", "anywhere"),
  says(
    "canary",
    9,
    "canar|a/b|ab ?test|split traffic|roll ?out|gradual|progressive|\\d+ ?% (?:of )?(?:the )?(?:traffic|users|requests)|share of (?:the )?traffic|traffic split|blue green|stufenweise|kanarien",
    "anywhere",
  ),
  says(
    "rollback",
    10,
    "roll ?back|roll(?:s|ed|ing) back|revert|restore (?:the )?(?:previous|old|last)|zuruckroll|undo|fall ?back",
  ),

  says(
    "deploy",
    6,
    "deploy|go(?:es)? live|promote\\w* .*(?:prod|champion|live)|(?:ship|release|push) (?:it |the |model |to )*(?:modell?|prod)|in produktion|ausroll|bereitstell|live ?schalt|live ?stell",
  ),
  says("deploy", 4, "releas|ship\\b|production|productioni[sz]e|promot|make live|swap|champion"),

  says(
    "serve",
    5,
    "serv(?:e|es|ing)\\b|predict|inference|scor\\w* requests?|answer\\w* (?:the )?requests?|vorhersag|live requests?|endpoint|load modell?",
  ),

  says(
    "monitor",
    6,
    "monitor|observ|telemetry|uberwach|beobacht|track (?:the )?(?:performance|predictions|metrics|modell?)|watch|dashboard|log (?:the )?predictions|health check|keep an eye",
  ),
  says(
    "drift",
    6,
    "drift|distribution (?:shift|change)|data shift|concept shift|psi\\b|skew|decay|degrad|performance drop|accuracy drop",
    "anywhere",
  ),
  says(
    "labels",
    7,
    "ground ?truth|(?:collect|get|fetch|join|receiv|wait for|gather|deliver|bring|late|delayed|new|true|actual)\\w* (?:the |true |actual |real )*(?:labels?|outcomes?|actuals)|actual outcomes?|label(?:l)?ing|annotat|labels? arriv|labels? (?:after|within)\\b|came true|really happened|feedback|label (?:the )?(?:data|examples|rows|new|predictions)",
  ),
];

/** Words that may stand around the trade's and say nothing of their own. */
export const emptyWords = new Set(
  (
    "a an the one of to in is are be it its this that and or then done ok okay yes no ack success successful successfully ready finished finish " +
    "complete completed completion end start result results response return returns returned send sends pass here you go please data model " +
    "modell daten fertig erledigt status version artifact path uri id link url report next step phase stage see all good thanks end stop exit"
  ).split(" "),
);

/** Verbs of handing over: "send cleaned data" cleans nothing. */
export const handingOver =
  /^(?:send|return|pass|give|hand|deliver|forward|provide|submit|respond|reply|emit|output|write|sende|schicke|ubergib|liefer|gib|zuruck)\w*\b/;

/** Words that a mistyped one may have meant. */
export const knownWords: readonly string[] = (
  "fetch ingest ingestion load extract collect download clean cleaning cleanse preprocess preprocessing impute prepare transform " +
  "normalize explore profile split partition feature features engineering train training retrain retraining tune tuning evaluate " +
  "evaluation validate validation assess threshold register registry registration publish alert notify approve approval review deploy " +
  "deployment release serve predict predictions monitor monitoring observe rollback canary shadow staging trigger drift labels snapshot " +
  "metrics schema quality production bereinigen trainieren bewerten registrieren validieren aufbereiten freigeben"
).split(" ");
