import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { describeProcess } from "./process-identity.ts";
import { systemPlatform } from "./system.ts";

const { isAlive, self: thisProcess } = systemPlatform.processes;

it("tells living processes from dead ones, and from others that have their id now", async () => {
  expect(isAlive(thisProcess)).toBe(true);
  expect(isAlive({ ...thisProcess, machine: "another" })).toBe("unknown");
  expect(describeProcess(thisProcess)).toBe(`process ${process.pid} on ${thisProcess.host}`);
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  const identity = { ...thisProcess, pid: child.pid!, started: "" };
  expect(isAlive(identity)).toBe(true);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(isAlive(identity)).toBe(false);
});

it.skipIf(process.platform !== "linux")("knows the start time where the system tells it (Linux)", () => {
  expect(thisProcess.started).toMatch(/^\d+$/);
  expect(isAlive({ ...thisProcess, started: String(Number(thisProcess.started) - 1) })).toBe(false);
});
