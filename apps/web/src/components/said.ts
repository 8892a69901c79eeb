/** Where the API begins to name the next field: `name: needs a name; email: Invalid email address`. */
const NEXT_FIELD = /; (?=[a-z][\w.[\]-]*: )/;
const NAMED = /^([a-z][\w.[\]-]*): (.+)$/s;

/** @returns What a refusal says of one field or of a part of it, in a sentence; undefined where it says nothing of it. */
export function saidOf(refusal: string | undefined, field: string): string | undefined {
  const said = partsOf(refusal).find((part) => isWithin(part.field, field));
  if (said === undefined) return undefined;
  return said.field === field
    ? sentenceOf(said.text)
    : `${partName(said.field ?? '', field)}: ${endSentence(said.text)}`;
}

/** @returns What it says besides, in sentences that name no fields; undefined where that is nothing. */
export function saidBesides(refusal: string | undefined, fields: readonly string[]): string | undefined {
  const rest = partsOf(refusal).filter(({ field }) => !fields.some((one) => isWithin(field, one)));
  return rest.length === 0 ? undefined : rest.map(({ text }) => sentenceOf(text)).join(' ');
}

interface Part {
  readonly field: string | null;
  readonly text: string;
}

/** Programs are told which field is meant; people see it next to the field. */
function partsOf(refusal: string | undefined): readonly Part[] {
  if (refusal === undefined) return [];
  return refusal.split(NEXT_FIELD).map((part) => {
    const [, field = null, text = part] = NAMED.exec(part) ?? [];
    return { field, text };
  });
}

/** `headers.X-Key` and `list[1]` are parts of `headers` and `list`. */
function isWithin(field: string | null, whole: string): boolean {
  if (field === null || !field.startsWith(whole)) return false;
  return field === whole || ['.', '['].includes(field.charAt(whole.length));
}

/** People count from one. */
function partName(field: string, whole: string): string {
  const name = field.slice(whole.length).replace(/^[.[]|\]$/g, '');
  return /^\d+$/.test(name) ? `Number ${Number(name) + 1}` : name;
}

/** Returns a text as a sentence. */
export function sentenceOf(text: string): string {
  return endSentence(`${text.charAt(0).toUpperCase()}${text.slice(1)}`);
}

function endSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
