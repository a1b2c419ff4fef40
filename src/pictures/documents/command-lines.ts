import { plainText } from "./plain-text.ts";

/** A word of a shell's line, quoted where the shell would read it otherwise. */
export function shellWord(text: string): string {
  const plain = plainText(text);
  return /^[\w@%+=:,./-]+$/.test(plain) && !plain.startsWith("-") ? plain : `'${plain.replaceAll("'", "'\\''")}'`;
}

/** Commands one below the other, their remarks in a column of their own. */
export function commandLines(lines: readonly (readonly [command: string, remark?: string])[]): string {
  const width = Math.max(0, ...lines.filter(([, remark]) => remark !== undefined).map(([command]) => command.length));
  return lines
    .map(([command, remark]) => (remark === undefined ? command : `${command.padEnd(width)}    # ${remark}`))
    .join("\n");
}
