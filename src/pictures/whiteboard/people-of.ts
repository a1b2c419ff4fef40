import type { PeopleSpec } from "../../workflow/index.ts";
import type { DrawnParticipant } from "./drawing.ts";
import type { Hearing } from "./hearing.ts";
import { type DrawnRole, personIn, personRoleOf, roleOf } from "./participant-roles.ts";
import type { PartKind } from "./parts.ts";
import { plainWords } from "./plain-words.ts";
import { sideOf } from "./side-of.ts";
import type { Said, Side, Sketch } from "./sketch.ts";
import type { Choice, Told } from "./telling.ts";

type People = { -readonly [Role in keyof PeopleSpec]?: Said<string> };

/** The name of a participant's person, or null. */
export function personOf(participant: DrawnParticipant): string | null {
  return personIn(participant) ?? null;
}

/** Who is named in a drawing, by role: from participants' names, from what they do, and from "approved by George". */
export function peopleOf(
  told: readonly Told[],
  { heard }: Hearing,
  roles: ReadonlyMap<DrawnParticipant, DrawnRole>,
  sides: ReadonlyMap<Choice, readonly Side[]>,
): Sketch["people"] {
  const people: People = {};
  const put = (
    role: keyof PeopleSpec,
    value: string,
    { line, text }: { line: number; text: string },
    guess: string | null,
  ) => {
    people[role] ??= { value, line, text, guess };
  };
  for (const [participant, role] of roles) {
    const name = personIn(participant);
    const own = personRoleOf(role);
    if (name !== undefined && own !== undefined)
      put(own, name, { line: participant.line, text: participant.label }, null);
  }
  for (const one of told) {
    for (const { role, name } of namedBeside(one.text)) put(role, name, one, null);
  }
  for (const { told: one, part } of heard) {
    if (one.type !== "utterance" || one.to === null) continue;
    const role = roleByPart(part, sideOf(one, sides));
    const name = personIn(one.to);
    const isFree = role === "onCall" || ["unknown", "gatekeeper"].includes(roles.get(one.to) ?? "");
    if (role !== undefined && name !== undefined && isFree) put(role, name, one, null);
  }
  for (const one of told) {
    for (const { role, name } of namedIn(one.text)) put(role, name, one, null);
  }
  const approval = heard.find(({ part }) => part === "approve");
  if (approval !== undefined) {
    const asked = approval.told.type === "utterance" ? approval.told.to : null;
    const title = asked === null || roles.get(asked) === "pipeline" ? "gatekeeper" : asked.label;
    put("gatekeeper", title, approval, "nobody is named: write who it is");
  }
  return people;
}

function roleByPart(part: PartKind, side: Side): keyof PeopleSpec | undefined {
  if (part === "approve") return "gatekeeper";
  return part === "alert" || (part === "notify" && side === "fail") ? "onCall" : undefined;
}

const verbs: readonly (readonly [RegExp, keyof PeopleSpec])[] = [
  [
    /(?:approv\w{0,5}|sign(?:ed)?[ -]?off|review\w{0,3}|released|freigegeben|freigabe|genehmigt)(?: by| from| durch| von) (\p{Lu}\p{Ll}{2,20})/u,
    "gatekeeper",
  ],
  [/(?:[Aa]lert|[Pp]age|[Nn]otify|[Ww]arn|[Ii]nform|[Tt]ell|[Ww]ake)(?: up)? (\p{Lu}\p{Ll}{2,20})(?!\p{L})/u, "onCall"],
];
const noNames =
  /^(?:the|team|engineer|slack|email|ops|data|model|on|all|everyone|dev|business|pager|owner|metrics|regist|deploy|manager|lead)/;

/** "Olga (on-call engineer)" */
function namedBeside(text: string): { role: keyof PeopleSpec; name: string }[] {
  const found = /(\p{Lu}\p{Ll}{2,20}) \(([^()]{2,40})\)/u.exec(text.slice(0, 400));
  if (found === null || noNames.test(plainWords(found[1]!))) return [];
  const role = personRoleOf(roleOf({ id: "", label: found[2]!, line: 0, isPerson: true }));
  return role === undefined ? [] : [{ role, name: found[1]! }];
}

function namedIn(text: string): { role: keyof PeopleSpec; name: string }[] {
  return verbs.flatMap(([pattern, role]) => {
    const name = pattern.exec(text.slice(0, 400))?.[1];
    return name === undefined || noNames.test(plainWords(name)) ? [] : [{ role, name }];
  });
}
