import { fail } from "../errors/index.ts";

const units: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
  tib: 1024 ** 4,
};

/** "10gb" -> 10,000,000,000. @throws CLI_OPTION_INVALID */
export function parseSize(option: string, given: string): number {
  const match = /^(\d+(?:\.\d+)?) ?([a-z]*)$/i.exec(given.trim());
  const unit = match === null ? undefined : units[match[2]!.toLowerCase() || "b"];
  if (match === null || unit === undefined) {
    throw fail("CLI_OPTION_INVALID", { option, expected: 'a size such as "500mb", "10gb" or "2gib"', got: given });
  }
  return Math.floor(Number(match[1]) * unit);
}

/** 1,234,567 -> "1.2 MB". */
export function formatSize(sizeBytes: number): string {
  const steps = ["bytes", "kB", "MB", "GB", "TB"];
  const step = Math.min(steps.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, sizeBytes)) / 3)));
  const value = sizeBytes / 1000 ** step;
  return `${step === 0 ? value : value.toFixed(1)} ${steps[step]}`;
}
