import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Returns the place of a file, by its path from the root of the repository. */
export function placeOf(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

/** Returns a file's text. @throws Where there is none. */
export function readText(path: string): string {
  return readFileSync(placeOf(path), 'utf8');
}

export function writeText(path: string, text: string): void {
  writeFileSync(placeOf(path), text);
}
