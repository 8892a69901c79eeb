/**
 * What a field has told and what has not come back yet, once a value comes: the rest of it, or null where the value was
 * not told here, as with a link. Nothing that was told before it comes any more.
 */
export function leftOf(told: readonly string[], value: string): readonly string[] | null {
  const place = told.indexOf(value);
  return place === -1 ? null : told.slice(place + 1);
}
