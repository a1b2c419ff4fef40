export { type Feedback, giveFeedback } from "./give-feedback.ts";
