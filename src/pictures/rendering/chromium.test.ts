import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findChromium } from "./chromium.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-chromium-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(...path: string[]): string {
  const file = join(folder, ...path);
  writeFileSync(file, "#!/bin/sh\n");
  chmodSync(file, 0o755);
  return file;
}

it("takes the one that MILLRACE_CHROMIUM names, and no other", () => {
  const own = program("my-chrome");
  expect(findChromium({ MILLRACE_CHROMIUM: own, PATH: "" })).toBe(own);
  for (const wrong of [join(folder, "gone"), "chromium", folder]) {
    expect(() => findChromium({ MILLRACE_CHROMIUM: wrong, PATH: folder })).toThrow(
      expect.objectContaining({ code: "RENDERING_NO_BROWSER", message: expect.stringContaining(wrong) }),
    );
  }
});

it("looks on PATH where the usual places have none, and never in a relative folder", () => {
  mkdirSync(join(folder, "bin"));
  const found = program("bin", "chromium-browser");
  const usual = findable({ PATH: "" });
  expect(findChromium({ PATH: ["", ".", join(folder, "bin")].join(delimiter) })).toBe(usual ?? found);
  if (usual === null) {
    expect(findable({ PATH: "bin" })).toBeNull();
    writeFileSync(join(folder, "chrome"), "no program");
    expect(findable({ PATH: folder })).toBeNull();
  }
});

function findable(environment: { PATH: string }): string | null {
  try {
    return findChromium(environment);
  } catch {
    return null;
  }
}
