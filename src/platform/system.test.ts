import { execFileSync, spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { systemPlatform } from "./system.ts";

const { clock, machine, random } = systemPlatform;
/** A process of its own runs what was built. */
const script = (text: string): string[] => [
  ...["--input-type=module", "--eval"],
  `import { systemPlatform } from ${JSON.stringify(new URL("../../dist/platform/index.js", import.meta.url))};
   const { clock, machine } = systemPlatform; ${text}`,
];

describe("systemPlatform", () => {
  it("has a monotonic time that other processes share", () => {
    const before = machine.elapsedMs();
    const text = execFileSync(process.execPath, script("console.log(machine.elapsedMs())"), { encoding: "utf8" });
    expect(Number(text)).toBeGreaterThan(before);
    expect(Number(text)).toBeLessThan(machine.elapsedMs());
  });

  it("waits no less than it was asked for, on both clocks", async () => {
    for (const ms of [0, 0.3, 1, 7.5]) {
      const start = machine.elapsedMs();
      await machine.after(ms);
      expect(machine.elapsedMs() - start).toBeGreaterThanOrEqual(ms);
    }
    const due = Date.now() + 20;
    await clock.at(due);
    expect(Date.now()).toBeGreaterThanOrEqual(due);
    await clock.at(0);
  });

  it("takes waits longer than a timer can be, and ends them with the signal's reason", async () => {
    const stop = new AbortController();
    const waits = [
      machine.after(2 ** 33, stop.signal),
      machine.after(Number.POSITIVE_INFINITY, stop.signal),
      clock.at(Date.now() + 2 ** 40, stop.signal),
    ];
    await machine.after(20);
    stop.abort(new Error("enough"));
    for (const wait of waits) await expect(wait).rejects.toThrow("enough");
  });

  it("ticks, once where it was late, and ends quietly", async () => {
    const stop = new AbortController();
    const ticks: number[] = [];
    for await (const now of machine.every(20, stop.signal)) {
      ticks.push(now);
      if (ticks.length === 1) {
        const until = machine.elapsedMs() + 90;
        while (machine.elapsedMs() < until);
      }
      if (ticks.length === 4) stop.abort();
    }
    expect(ticks).toHaveLength(4);
    // The ticks that were missed are left out: no burst makes up for them.
    expect(ticks[3]! - ticks[1]!).toBeGreaterThan(30);
  });

  it("keeps the process alive for `after`, and not for `every`", () => {
    const run = (text: string) => spawnSync(process.execPath, script(text), { encoding: "utf8", timeout: 60_000 });
    expect(run("machine.after(50).then(() => console.log('done'))").stdout).toBe("done\n");
    const ticking =
      "void (async () => { for await (const _ of machine.every(30_000, new AbortController().signal)); })()";
    const start = machine.elapsedMs();
    expect(run(ticking).status).toBe(0);
    expect(machine.elapsedMs() - start).toBeLessThan(25_000);
  });

  it("has random bytes, names and numbers", () => {
    expect(random.bytes(5)).toHaveLength(5);
    expect(random.name()).toMatch(/^[0-9a-f]{16}$/);
    expect(random.name()).not.toBe(random.name());
    expect([0, 1]).toContain(random.integer(2));
  });
});
