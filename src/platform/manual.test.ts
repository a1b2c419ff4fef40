import { describe, expect, it } from "vitest";
import { manualPlatform } from "./manual.ts";

describe("manualPlatform", () => {
  it("stands still until moved, then fires in order of time and of registration, each at exactly its time", async () => {
    const { clock, machine, advance } = manualPlatform({ startMs: 1000 });
    const seen: string[] = [];
    const see = (what: string) => () => void seen.push(`${what} ${machine.elapsedMs()} ${clock.now()}`);
    void machine.after(30).then(see("late"));
    void machine.after(10).then(see("first of 10"));
    void clock.at(1010).then(see("second of 10"));
    void machine.after(10).then(see("third of 10"));
    expect(seen).toEqual([]);
    await advance(29.5);
    expect(seen).toEqual(["first of 10 10 1010", "second of 10 10 1010", "third of 10 10 1010"]);
    await advance(0.5);
    expect(seen.at(-1)).toBe("late 30 1030");
  });

  it("runs what follows from a firing before the next, with the waits that begin on the way", async () => {
    const { machine, advance } = manualPlatform();
    const seen: string[] = [];
    const chain = async (): Promise<void> => {
      await machine.after(10);
      seen.push(`chain ${machine.elapsedMs()}`);
      for (let turn = 0; turn < 5; turn++) await machine.turn();
      seen.push(`turned ${machine.elapsedMs()}`);
      await machine.after(5);
      seen.push(`chain ${machine.elapsedMs()}`);
    };
    void chain();
    void machine.after(12).then(() => seen.push(`other ${machine.elapsedMs()}`));
    await advance(20);
    expect(seen).toEqual(["chain 10", "turned 10", "other 12", "chain 15"]);
    expect(machine.elapsedMs()).toBe(20);
  });

  it("ticks once for each period, once where the body took several, and ends quietly", async () => {
    const { machine, advance } = manualPlatform();
    const stop = new AbortController();
    const ticks: number[] = [];
    const ended = (async () => {
      for await (const now of machine.every(10, stop.signal)) {
        ticks.push(now);
        if (now === 20) await machine.after(25);
      }
    })();
    await advance(60);
    expect(ticks).toEqual([10, 20, 50, 60]);
    stop.abort();
    await ended;
    await advance(60);
    expect(ticks).toHaveLength(4);
  });

  it("jumps on the wall clock only, both ways", async () => {
    const { clock, machine, advance, jump } = manualPlatform({ startMs: 5000 });
    const seen: string[] = [];
    for (const timeMs of [9000, 8000, 20_000]) void clock.at(timeMs).then(() => seen.push(`${timeMs}: ${clock.now()}`));
    void machine.after(1).then(() => seen.push("after"));
    await jump(-4000);
    expect([clock.now(), machine.elapsedMs()]).toEqual([1000, 0]);
    await jump(10_000);
    expect(seen).toEqual(["8000: 11000", "9000: 11000"]);
    await advance(9000);
    expect(seen).toEqual(["8000: 11000", "9000: 11000", "after", "20000: 20000"]);
    await clock.at(3);
  });

  it("rejects a wait with the reason of its signal, and forgets it", async () => {
    const { clock, machine, advance } = manualPlatform();
    const stop = new AbortController();
    const waits = [machine.after(10, stop.signal), clock.at(10, stop.signal)];
    stop.abort(new Error("enough"));
    for (const wait of waits) await expect(wait).rejects.toThrow("enough");
    await expect(machine.after(10, stop.signal)).rejects.toThrow("enough");
    await advance(20);
  });

  it("refuses to be moved twice at a time", async () => {
    const platform = manualPlatform();
    void platform.machine.after(1);
    const moving = platform.advance(2);
    await expect(platform.advance(1)).rejects.toThrow("moved already");
    await moving;
  });

  it("has seeded chance, and processes that a test makes", () => {
    const [one, same, other] = [manualPlatform({ seed: 7 }), manualPlatform({ seed: 7 }), manualPlatform({ seed: 8 })];
    const names = [one, same, other].map(({ random }) => random.name());
    expect(names[0]).toMatch(/^[0-9a-f]{16}$/);
    expect(names[1]).toBe(names[0]);
    expect(names[2]).not.toBe(names[0]);
    const drawn = Array.from({ length: 1000 }, () => one.random.integer(4));
    expect([...new Set(drawn)].sort()).toEqual([0, 1, 2, 3]);
    const { processes } = one;
    const another = { ...processes.self, pid: 9 };
    expect([processes.self, another].map(processes.isAlive)).toEqual([true, false]);
    processes.alive.add(9);
    expect(processes.isAlive(another)).toBe(true);
    expect(processes.isAlive({ ...another, machine: "elsewhere" })).toBe("unknown");
  });
});
