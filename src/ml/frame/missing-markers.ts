/** Blanks that are cut off the ends of every text: space, tab, line ends, no-break space. */
export const blanks = " \t\r\n\u00a0";

const plainNumber = /^[-+]?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})$/;

const blankEnds = new RegExp(`^[${blanks}]+|[${blanks}]+$`, "g");

/** A text without blanks at its ends. */
export function withoutBlanks(text: string): string {
  return text.replace(blankEnds, "");
}

/** Which texts and numbers mean "missing". */
export interface MissingMarkers {
  /** The markers that are plain numbers, as numbers. */
  readonly numbers: readonly number[];
  /** @param text without blanks at its ends */
  hasText(text: string): boolean;
  hasNumber(value: number): boolean;
}

/** Markers that are whole numbers; they are also met as numbers, and written "-999.0". */
export function wholeNumberMarkers(texts: readonly string[]): string[] {
  return texts.map(withoutBlanks).filter((text) => /^-?(0|[1-9]\d{0,14})$/.test(text));
}

/**
 * The markers among texts and numbers. Blank is always missing; a whole number such as "-999" also stands for the number, and
 * for "-999.0", as tables of doubles write it.
 */
export function missingMarkers(texts: readonly string[]): MissingMarkers {
  const known = new Set(["", ...texts.map(withoutBlanks)]);
  const whole = new Set(wholeNumberMarkers(texts));
  const numbers = new Set([...known].filter((text) => plainNumber.test(text)).map(Number));
  return {
    numbers: [...numbers],
    hasText: (text) => known.has(text) || (whole.size > 0 && whole.has(text.replace(/[.,]0*$/, ""))),
    hasNumber: (value) => numbers.has(value),
  };
}
