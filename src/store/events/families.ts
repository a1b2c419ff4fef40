import { alertFamily } from "./alerts.ts";
import { dataFamily } from "./data.ts";
import { gateFamily } from "./gates.ts";
import { homeFamily } from "./home.ts";
import { peopleFamily } from "./people.ts";
import { runFamily } from "./runs.ts";
import { stepFamily } from "./steps.ts";
import { trialFamily } from "./trials.ts";
import { versionFamily } from "./versions.ts";

/** Every family of events with the records made of them. A new one is a file and a line here; an event may feed several. */
export const eventFamilies = [
  runFamily,
  stepFamily,
  dataFamily,
  trialFamily,
  gateFamily,
  versionFamily,
  alertFamily,
  peopleFamily,
  homeFamily,
] as const;
