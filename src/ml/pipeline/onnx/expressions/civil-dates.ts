import { dayMs } from "../../../frame/iso-date.ts";
import type { GraphBuilder } from "../../../onnx/graph-builder.ts";

/** Sums, quotients and floors of doubles in a graph, said briefly. */
class Arithmetic {
  readonly #graph: GraphBuilder;

  constructor(graph: GraphBuilder) {
    this.#graph = graph;
  }

  plus = (a: string, b: string | number): string => this.#graph.node("Add", [a, this.#of(b)]);
  minus = (a: string | number, b: string | number): string => this.#graph.node("Sub", [this.#of(a), this.#of(b)]);
  times = (a: string, b: number): string => this.#graph.node("Mul", [a, this.#of(b)]);
  floor = (a: string): string => this.#graph.node("Floor", [a]);
  /** The whole part of a quotient, rounded down. */
  whole = (a: string, b: number): string => this.floor(this.over(a, b));
  over = (a: string, b: number): string => this.#graph.node("Div", [a, this.#of(b)]);
  atMost = (a: string, b: number): string => this.#graph.node("LessOrEqual", [a, this.#of(b)]);
  choose = (condition: string, a: string, b: string): string => this.#graph.node("Where", [condition, a, b]);

  #of(value: string | number): string {
    return typeof value === "number" ? this.#graph.doubles(value) : value;
  }
}

/** Parts of a date, by name; each is made once, when it is asked for. Missing stays missing. */
export class CivilDate {
  readonly #ms: string;
  readonly #made = new Map<string, string>();
  readonly #say: Arithmetic;

  /** @param ms milliseconds since 1970 */
  constructor(graph: GraphBuilder, ms: string) {
    this.#ms = ms;
    this.#say = new Arithmetic(graph);
  }

  /** Whole days since 1970. */
  get days(): string {
    return this.#once("days", () => this.#say.whole(this.#ms, dayMs));
  }

  get msOfDay(): string {
    return this.#once("msOfDay", () => this.#say.minus(this.#ms, this.#say.times(this.days, dayMs)));
  }

  /** Days since 1970, with fractions. */
  get daysAndTime(): string {
    return this.#once("daysAndTime", () => this.#say.plus(this.days, this.#say.over(this.msOfDay, dayMs)));
  }

  get year(): string {
    return this.#once("year", () => {
      const { plus, times, choose, atMost } = this.#say;
      const marchYear = plus(this.#yearOfEra, times(this.#era, 400));
      return choose(atMost(this.month, 2), plus(marchYear, 1), marchYear);
    });
  }

  get month(): string {
    return this.#once("month", () => {
      const { plus, choose, atMost } = this.#say;
      return choose(atMost(this.#shiftedMonth, 9), plus(this.#shiftedMonth, 3), plus(this.#shiftedMonth, -9));
    });
  }

  get day(): string {
    return this.#once("day", () => {
      const { plus, minus, times, whole } = this.#say;
      return plus(minus(this.#dayOfMarchYear, whole(plus(times(this.#shiftedMonth, 153), 2), 5)), 1);
    });
  }

  get quarter(): string {
    return this.#once("quarter", () => this.#say.whole(this.#say.plus(this.month, 2), 3));
  }

  /** 1 (Monday) to 7. */
  get dayOfWeek(): string {
    return this.#once("dayOfWeek", () => {
      const { plus, minus, times, whole } = this.#say;
      const shifted = plus(this.days, 3);
      return plus(minus(shifted, times(whole(shifted, 7), 7)), 1);
    });
  }

  get dayOfYear(): string {
    return this.#once("dayOfYear", () => {
      const { plus, minus, times, whole } = this.#say;
      // The first of January lies in the year that began in March of the year before.
      const before = plus(this.year, -1);
      const leaps = plus(minus(whole(before, 4), whole(before, 100)), whole(before, 400));
      const first = plus(plus(times(before, 365), leaps), 306 - 719_468);
      return plus(minus(this.days, first), 1);
    });
  }

  /** With fractions. */
  get hourAndTime(): string {
    return this.#once("hourAndTime", () => this.#say.over(this.msOfDay, 3_600_000));
  }

  get hour(): string {
    return this.#once("hour", () => this.#say.floor(this.hourAndTime));
  }

  get minute(): string {
    return this.#once("minute", () => {
      const { minus, times, whole } = this.#say;
      return minus(whole(this.msOfDay, 60_000), times(this.hour, 60));
    });
  }

  get #era(): string {
    return this.#once("era", () => this.#say.whole(this.#shiftedDays, 146_097));
  }

  get #shiftedDays(): string {
    return this.#once("shiftedDays", () => this.#say.plus(this.days, 719_468));
  }

  get #dayOfEra(): string {
    return this.#once("dayOfEra", () => this.#say.minus(this.#shiftedDays, this.#say.times(this.#era, 146_097)));
  }

  get #yearOfEra(): string {
    return this.#once("yearOfEra", () => {
      const { plus, minus, whole } = this.#say;
      const day = this.#dayOfEra;
      const regular = minus(plus(minus(day, whole(day, 1460)), whole(day, 36_524)), whole(day, 146_096));
      return whole(regular, 365);
    });
  }

  get #dayOfMarchYear(): string {
    return this.#once("dayOfMarchYear", () => {
      const { plus, minus, times, whole } = this.#say;
      const year = this.#yearOfEra;
      return minus(this.#dayOfEra, minus(plus(times(year, 365), whole(year, 4)), whole(year, 100)));
    });
  }

  get #shiftedMonth(): string {
    return this.#once("shiftedMonth", () => {
      const { plus, times, whole } = this.#say;
      return whole(plus(times(this.#dayOfMarchYear, 5), 2), 153);
    });
  }

  #once(part: string, make: () => string): string {
    let name = this.#made.get(part);
    if (name === undefined) this.#made.set(part, (name = make()));
    return name;
  }
}
