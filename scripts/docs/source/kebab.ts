/** `noTargetLeak` -> `no-target-leak`: files are named for their main export. */
export function kebab(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();
}
