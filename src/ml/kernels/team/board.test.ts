import { describe, expect, it } from "vitest";
import { TeamBoard } from "./board.ts";

const parts = (count: number): number[][] => Array.from({ length: count }, (_, i) => [i, 2 * i]);

describe("TeamBoard", () => {
  it("gives every part once, in order, with its arguments", () => {
    const board = new TeamBoard();
    board.publish(7, 3, parts(3));
    expect(board.job).toEqual({ kernel: 7, index: 3 });
    expect([board.claim(), board.claim()]).toEqual([0, 1]);
    expect([...board.argumentsOf(1)]).toEqual([1, 2]);
    expect([board.claim(), board.claim()]).toEqual([2, -1]);
  });

  it("gives nothing to a thread that lacks the kernel", () => {
    const board = new TeamBoard();
    board.publish(7, 3, parts(3));
    expect(board.claim((kernel) => kernel !== 7)).toBe(-1);
    expect(board.claim()).toBe(0);
  });

  it("counts parts that a failing member withdrew as finished, so that the caller waits for the others alone", () => {
    const board = new TeamBoard();
    board.publish(1, 0, parts(10));
    for (let claimed = 0; claimed < 3; claimed++) board.claim();
    // one of the three is the caller's; of the two members one fails
    board.fail("odd");
    expect(board.claim()).toBe(-1);
    expect(board.finished).toBe(7);
    board.finish();
    expect(board.awaitFinished(9, 1)).toBe(false);
    board.finish();
    board.withdraw();
    expect(board.awaitFinished(9, 1)).toBe(true);
    expect(board.failure).toBe("odd");
    board.publish(1, 0, parts(2));
    expect([board.failure, board.finished, board.claim()]).toEqual([null, 0, 0]);
  });
});
