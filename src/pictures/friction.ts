import { type Phase, type PhaseName, phases } from "../workflow/index.ts";
import { type FrictionLife, frictionFacts, noFacts, type PhaseFacts } from "./friction-facts.ts";
import { type Finding, frictionRules, type Role } from "./friction-rules.ts";

/** What people said of a phase. */
export interface Voices {
  /** 1..5. */
  readonly mean: number;
  readonly count: number;
  /** What the last of them that used words said, or "". */
  readonly words: string;
}

/** How a phase is for those in one role, from 1 (painful) to 5 (a pleasure). */
export interface RoleFriction {
  readonly role: Role;
  /** From measured friction; null where nothing was measured. */
  readonly measured: number | null;
  readonly said: Voices | null;
  /** Both, each counting half; one alone where the other isn't known; 3 where neither is. */
  readonly score: number;
  /** What weighs on this role, heaviest first. */
  readonly findings: readonly Finding[];
}

/** A phase and everyone in it. */
export interface PhaseFriction {
  readonly phase: Phase & { readonly name: PhaseName };
  readonly facts: PhaseFacts;
  readonly roles: readonly RoleFriction[];
}

const neutral = 3;

/** Friction of every phase: what was measured, and what people said. @param life null before the first run */
export function frictionOf(life: FrictionLife | null): PhaseFriction[] {
  const facts = life === null ? new Map<PhaseName, PhaseFacts>() : frictionFacts(life);
  const feedback = (life?.feedback ?? []).map(({ body }) => body);
  return phases.map((phase) => {
    const known = facts.get(phase.name) ?? noFacts;
    const said = feedback.filter((given) => given.phase === phase.name);
    const strangers = said.flatMap(({ role }) => (role === null ? [] : [role as Role]));
    const roles = [...new Set<Role>([...phase.roles, ...strangers])];
    return { phase, facts: known, roles: roles.map((role) => roleFriction(role, known, said)) };
  });
}

type Said = { readonly score: number; readonly text: string; readonly role: string | null };

function roleFriction(role: Role, facts: PhaseFacts, given: readonly Said[]): RoleFriction {
  const { score: measured, findings } = measuredScore(facts, role);
  const said = voicesOf(given.filter((one) => one.role === role || one.role === null));
  const known = [measured, said?.mean].filter((value) => value != null);
  const score = known.length === 0 ? neutral : known.reduce((sum, value) => sum + value, 0) / known.length;
  return { role, measured, said, score: tenth(score), findings };
}

function voicesOf(given: readonly Said[]): Voices | null {
  if (given.length === 0) return null;
  const mean = given.reduce((sum, { score }) => sum + score, 0) / given.length;
  return { mean: tenth(mean), count: given.length, words: given.findLast(({ text }) => text !== "")?.text ?? "" };
}

/**
 * The score that measured friction gives a role: it begins at 5 where something is known to have gone well, at 3 where only
 * trouble is known; each rule takes points, or gives some back; it ends between 1 and 5. Null where nothing is known.
 */
export function measuredScore(facts: PhaseFacts, role: Role): { score: number | null; findings: readonly Finding[] } {
  const findings = frictionRules
    .flatMap((rule) => rule(facts) ?? [])
    .filter(({ points, roles }) => points !== 0 && (roles === null || roles.includes(role)))
    .sort((a, b) => a.points - b.points);
  const wentWell = facts.clean + facts.scoredTrials + facts.reused > 0;
  if (!wentWell && findings.length === 0) return { score: null, findings };
  const sum = findings.reduce((sum, { points }) => sum + points, wentWell ? 5 : neutral);
  return { score: tenth(Math.min(5, Math.max(1, sum))), findings };
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
