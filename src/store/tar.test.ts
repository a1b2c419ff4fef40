import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { readTar, tarEnd, tarHeader, tarPadding } from "./tar.ts";

function archive(files: Record<string, string>): Buffer {
  const parts = Object.entries(files).flatMap(([name, text]) => {
    const bytes = Buffer.from(text);
    return [tarHeader(name, bytes.length), bytes, tarPadding(bytes.length)];
  });
  return Buffer.concat([...parts, tarEnd()]);
}

async function read(bytes: Buffer, chunkBytes = 7): Promise<Record<string, string>> {
  const chunks: Buffer[] = [];
  for (let i = 0; i < bytes.length; i += chunkBytes) chunks.push(bytes.subarray(i, i + chunkBytes));
  const files: Record<string, string> = {};
  for await (const entry of readTar(Readable.from(chunks))) {
    let text = "";
    for await (const part of entry.body) text += part.toString();
    files[entry.name] = text;
  }
  return files;
}

/** Changes a header and makes its checksum right again. */
function forged(bytes: Buffer, change: (header: Buffer) => void): Buffer {
  const copy = Buffer.from(bytes);
  change(copy);
  copy.fill(0x20, 148, 156);
  const sum = copy.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  copy.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "ascii");
  return copy;
}

const files = { "manifest.json": "{}", empty: "", "a/b/c": "x".repeat(1025) };

describe("tar", () => {
  it("reads what it wrote, in any chunks", async () => {
    for (const chunk of [1, 7, 512, 100_000]) expect(await read(archive(files), chunk)).toEqual(files);
  });

  it("is read by the system's tar, and reads what that wrote", async () => {
    const folder = mkdtempSync(join(tmpdir(), "millrace-tar-"));
    writeFileSync(join(folder, "ours.tar"), archive(files));
    const listed = spawnSync("tar", ["-tf", "ours.tar"], { cwd: folder, encoding: "utf8" });
    expect(listed.stdout.split("\n")).toEqual(["manifest.json", "empty", "a/b/c", ""]);
    writeFileSync(join(folder, "plain"), "text");
    spawnSync("tar", ["--format=ustar", "-b", "2", "-cf", "theirs.tar", "plain"], { cwd: folder });
    const theirs = readFileSync(join(folder, "theirs.tar"));
    expect(await read(theirs.subarray(0, 2048))).toEqual({ plain: "text" });
    rmSync(folder, { recursive: true });
  });

  it("tells sizes beyond 8 GiB", async () => {
    const header = tarHeader("big", 2 ** 40 + 5);
    const entries = readTar(Readable.from([header]));
    expect((await entries.next()).value).toMatchObject({ name: "big", sizeBytes: 2 ** 40 + 5 });
  });

  it("refuses names that reach elsewhere", async () => {
    const names = [
      "../x",
      "a/../x",
      "/etc/passwd",
      "C:\\x",
      "a//b",
      "./a",
      "a/",
      ".hidden",
      "é",
      "a\\..\\b",
      "x".repeat(101),
      "",
    ];
    for (const name of names) {
      expect(() => tarHeader(name, 0)).toThrow(RangeError);
      const bytes = forged(archive({ a: "" }), (header) =>
        header.fill(0, 0, 100).write(name.slice(0, 100), 0, "latin1"),
      );
      if (name.length <= 100) await expect(read(bytes)).rejects.toThrow(RangeError);
    }
  });

  it("refuses links, folders, devices, prefixes, odd sizes and wrong checksums", async () => {
    for (const type of "123456xgLKV\0") {
      const bytes = forged(archive({ a: "" }), (header) => header.write(type, 156, "latin1"));
      await expect(read(bytes)).rejects.toThrow("not a plain file");
    }
    await expect(read(forged(archive({ a: "" }), (h) => h.write("../up", 345)))).rejects.toThrow(RangeError);
    await expect(read(forged(archive({ a: "" }), (h) => h.write("../up", 157)))).rejects.toThrow(RangeError);
    await expect(read(forged(archive({ a: "" }), (h) => h.write("-0000000001", 124)))).rejects.toThrow("size");
    const flipped = archive({ a: "" });
    flipped[0] = 0x62;
    await expect(read(flipped)).rejects.toThrow("checksum");
  });

  it("refuses what ends too early or goes on", async () => {
    const whole = archive(files);
    for (const at of [0, 100, 512, 600, 1024, whole.length - 512, whole.length - 1]) {
      await expect(read(whole.subarray(0, at))).rejects.toThrow("too early");
    }
    await expect(read(Buffer.concat([whole, Buffer.from("x")]))).rejects.toThrow("follows the end");
  });
});
