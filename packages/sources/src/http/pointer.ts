/** A JSON Pointer (RFC 6901): empty for the whole, or parts that begin with `/`, with `~0` for `~` and `~1` for `/`. */
const POINTER = /^(?:\/(?:[^/~]|~[01])*)*$/;
const ARRAY_INDEX = /^(?:0|[1-9]\d*)$/;

/** Reads a value out of parsed JSON; undefined where nothing is. */
export type ReadPointer = (json: unknown) => unknown;

export function isPointer(text: string): boolean {
  return POINTER.test(text);
}

/** @param pointer - A JSON Pointer. */
export function compilePointer(pointer: string): ReadPointer {
  const keys = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return (json) => keys.reduce(step, json);
}

function step(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return ARRAY_INDEX.test(key) ? value[Number(key)] : undefined;
  // Own keys alone: `constructor` is no counter.
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return Reflect.get(value, key);
}
