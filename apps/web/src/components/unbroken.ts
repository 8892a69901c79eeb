const BEFORE_UNIT = /(\d) (?=s\b)/g;

/** The same text, with no line ending between a number and its "s". */
export function unbroken(text: string): string {
  return text.replaceAll(BEFORE_UNIT, '$1\u00a0');
}
