/** Where the API begins to speak of the next field: `name: needs a name; email: Invalid email address`. */
const NEXT_FIELD = /; (?=[a-z][\w.]*: )/;
const NAMED = /^([a-z][\w.]*): (.+)$/s;

/** @returns What a refusal says of one field, in a sentence; undefined where it says nothing of it. */
export function saidOf(refusal: string | undefined, field: string): string | undefined {
  const said = partsOf(refusal).find((part) => part.field === field);
  return said === undefined ? undefined : sentence(said.text);
}

/** @returns What it says besides, in sentences that name no fields; undefined where that is nothing. */
export function saidBesides(refusal: string | undefined, fields: readonly string[]): string | undefined {
  const rest = partsOf(refusal).filter(({ field }) => field === null || !fields.includes(field));
  return rest.length === 0 ? undefined : rest.map(({ text }) => sentence(text)).join(' ');
}

interface Part {
  readonly field: string | null;
  readonly text: string;
}

/** Programs are told which field is meant; people see it beside the field. */
function partsOf(refusal: string | undefined): readonly Part[] {
  if (refusal === undefined) return [];
  return refusal.split(NEXT_FIELD).map((part) => {
    const [, field = null, text = part] = NAMED.exec(part) ?? [];
    return { field, text };
  });
}

function sentence(text: string): string {
  const begun = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
