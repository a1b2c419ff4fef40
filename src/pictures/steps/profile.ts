import { profileStep } from "../../run/index.ts";
import { counted } from "../words.ts";
import { flowBox } from "./flow-parts.ts";
import type { StepPicture } from "./step-picture.ts";

/** What the data says, with what is suspicious in it. */
export const profilePicture: StepPicture = {
  step: profileStep,
  flow(view) {
    const leaks = view.run?.story.profile?.leakSuspects.length ?? 0;
    if (leaks === 0) return flowBox(view, []);
    return flowBox(view, [`${counted(leaks, "column")} may leak the target`], { state: "warned" });
  },
};
