export { describeFinding, type LintContext, lint } from "./lint.ts";
export { type DeclarationPath, type Locate, locateIn } from "./locate.ts";
export { lintReference } from "./reference.ts";
export type { Finding, LintCatalogue, Rule } from "./rule.ts";
export { nameFrom } from "./rules/declaration.ts";
export { lintRules } from "./rules/index.ts";
