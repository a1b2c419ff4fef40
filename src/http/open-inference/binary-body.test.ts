import { describe, expect, it } from "vitest";
import { isMillraceError } from "../../errors/index.ts";
import { withBinaryData } from "./binary-body.ts";

const input = (datatype: string, size: unknown): object => ({
  name: datatype,
  shape: [2],
  datatype,
  parameters: { binary_data_size: size },
});

/** The data of one input, read from these bytes. */
function read(datatype: string, bytes: Buffer): unknown {
  const body = withBinaryData({ inputs: [input(datatype, bytes.length)] }, bytes) as { inputs: { data: unknown }[] };
  return body.inputs[0]!.data;
}

describe("withBinaryData", () => {
  it("reads every datatype, little-endian", () => {
    expect(read("BOOL", Buffer.from([0, 1]))).toEqual([false, true]);
    expect(read("UINT8", Buffer.from([255, 1]))).toEqual([255, 1]);
    expect(read("INT8", Buffer.from([255, 1]))).toEqual([-1, 1]);
    expect(read("INT16", Buffer.from([0xfe, 0xff, 1, 0]))).toEqual([-2, 1]);
    expect(read("INT64", Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]))).toEqual([2]);
    expect(read("FP32", Buffer.from([0, 0, 0x80, 0x3f]))).toEqual([1]);
    const doubles = Buffer.alloc(16);
    doubles.writeDoubleLE(0.1, 0);
    doubles.writeDoubleLE(Number.NaN, 8);
    expect(read("FP64", doubles)).toEqual([0.1, null]);
    expect(
      read("BYTES", Buffer.concat([Buffer.from([2, 0, 0, 0]), Buffer.from("é"), Buffer.from([0, 0, 0, 0])])),
    ).toEqual(["é", ""]);
  });

  it("leaves inputs with data of their own as they are", () => {
    const plain = { name: "a", shape: [1], datatype: "FP64", data: [1] };
    expect(withBinaryData({ inputs: [plain] }, Buffer.alloc(0))).toEqual({ inputs: [plain] });
  });

  it.each([
    ["more bytes than there are", { inputs: [input("INT8", 3)] }, Buffer.alloc(2)],
    ["a negative size", { inputs: [input("INT8", -1)] }, Buffer.alloc(2)],
    ["bytes that no input takes", { inputs: [input("INT8", 1)] }, Buffer.alloc(2)],
    ["half a value", { inputs: [input("FP64", 4)] }, Buffer.alloc(4)],
    ["a text longer than the data", { inputs: [input("BYTES", 5)] }, Buffer.from([255, 255, 255, 255, 0])],
    ["a cut length", { inputs: [input("BYTES", 2)] }, Buffer.from([1, 0])],
    ["an unknown datatype", { inputs: [input("__proto__", 1)] }, Buffer.alloc(1)],
  ])("refuses %s", (_, head, bytes) => {
    expect(() => withBinaryData(head, bytes)).toThrow(
      expect.toSatisfy((error: unknown) => isMillraceError(error, "HTTP_BODY_INVALID")) as Error,
    );
  });
});
