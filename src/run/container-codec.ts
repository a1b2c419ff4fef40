import { decodeContainer, encodeContainer, type ModelData } from "../ml/index.ts";
import { type Stored, unreadable, type ValueCodec } from "../store/index.ts";

/**
 * Values with long arrays, in the container that models are kept in: arrays as they lie in memory, the rest as JSON.
 * @param read the value of the data, or null where the data is of something else
 */
export function containerCodec<T>(
  what: string,
  dataOf: (value: T) => ModelData,
  read: (data: ModelData) => T | null,
): ValueCodec<T> {
  return {
    what,
    write: async (artifacts, value) => (await artifacts.put(encodeContainer(dataOf(value)))) as Stored<T>,
    async read(artifacts, digest) {
      const bytes = await artifacts.read(digest);
      let value: T | null;
      try {
        value = read(decodeContainer(bytes));
      } catch (error) {
        throw unreadable(digest, what, "its bytes are no container", error);
      }
      if (value === null) throw unreadable(digest, what, "it holds something else");
      return value;
    },
  };
}
