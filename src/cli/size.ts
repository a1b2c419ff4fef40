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
  if (sizeBytes < 1000) return `${sizeBytes} ${sizeBytes === 1 ? "byte" : "bytes"}`;
  const steps = ["kB", "MB", "GB", "TB"];
  let value = sizeBytes / 1000;
  let step = 0;
  // Rounded first: 999,950 bytes are 1.0 MB, not 1000.0 kB.
  for (; step < steps.length - 1 && Number(value.toFixed(1)) >= 1000; step++) value /= 1000;
  return `${value.toFixed(1)} ${steps[step]}`;
}
