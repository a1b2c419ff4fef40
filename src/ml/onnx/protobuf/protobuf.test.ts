import { describe, expect, it } from "vitest";
import { addFloats, addIntegers, integerOf, readMessage, textOf } from "./proto-reader.ts";
import { ProtoWriter } from "./proto-writer.ts";

describe("protocol buffers", () => {
  it("are written as the encoding guide's examples", () => {
    expect([...new ProtoWriter().integer(1, 150).toBytes()]).toEqual([0x08, 0x96, 0x01]);
    expect([...new ProtoWriter().text(2, "testing").toBytes()]).toEqual([0x12, 7, ...Buffer.from("testing")]);
    expect([...new ProtoWriter().integers(6, [3, 270, 86_942]).toBytes()]).toEqual([
      0x32, 6, 3, 0x8e, 2, 0x9e, 0xa7, 5,
    ]);
    expect([...new ProtoWriter().integer(1, -2).toBytes()]).toEqual([8, 0xfe, ...new Array(8).fill(0xff), 1]);
  });

  it("come back as they were, also beyond the first buffer and 2^32", () => {
    const integers = [0, -1, 127, 128, 2 ** 31, -(2 ** 40), Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
    const text = "ä日本".repeat(300);
    const bytes = new ProtoWriter().text(1, text).integers(2, integers).floats(3, [0.5, Number.NaN, -0]).toBytes();
    const [numbers, floats]: [number[], number[]] = [[], []];
    let found = "";
    readMessage(bytes, "test", {
      1: (value) => {
        found = textOf(value, "test");
      },
      2: (value) => addIntegers(value, "test", numbers),
      3: (value) => addFloats(value, 4, "test", floats),
    });
    expect(found).toBe(text);
    expect(numbers).toEqual(integers);
    expect(floats).toEqual([0.5, Number.NaN, -0]);
  });

  it.each([
    ["a length beyond the end", [0x0a, 200, 1, 2]],
    ["a number without an end", [0x08, 0xff, 0xff]],
    ["a number of eleven bytes", [0x08, ...new Array(10).fill(0xff), 1]],
    ["a group", [0x0b, 0x0c]],
    ["field 0", [0x00, 0x01]],
  ])("refuse %s", (_, bytes) => {
    expect(() => readMessage(Uint8Array.from(bytes), "test", {})).toThrow(
      expect.objectContaining({ code: "ML_ONNX_INVALID" }),
    );
  });

  it("take numbers beyond 2^53 as 2^53: they are ends of slices", () => {
    const bytes = Uint8Array.from([0x08, ...new Array(8).fill(0xff), 0x7f]);
    readMessage(bytes, "test", { 1: (value) => expect(integerOf(value, "test")).toBe(Number.MAX_SAFE_INTEGER) });
    expect.assertions(1);
  });
});
