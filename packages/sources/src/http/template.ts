/** Where a post id goes in an address, and where several go. */
export type Placeholder = '{postId}' | '{postIds}';

const SAMPLE = '1';
const PLACEHOLDER = /\{[^{}]*\}/g;

/**
 * Says what is wrong with an address template; null where nothing is.
 *
 * @param template - An absolute address, or a path that begins with `/`.
 * @param placeholder - What has to be in it, in its path or query.
 */
export function templateProblem(template: string, placeholder: Placeholder): string | null {
  const found = template.match(PLACEHOLDER) ?? [];
  const unknown = found.find((text) => text !== placeholder);
  if (unknown !== undefined) return `has ${unknown}, which is not known; it needs ${placeholder} alone`;
  if (found.length === 0) return `has no ${placeholder}; it needs one in its path or query`;
  const [origin = ''] = /^https?:\/\/[^/?#]*/i.exec(template) ?? [];
  if (origin.includes('{')) return `has ${placeholder} in its host; it needs it in its path or query`;
  return null;
}

/** The template with some id in it, to be checked as an address. */
export function sampleOf(template: string): string {
  return template.replaceAll(PLACEHOLDER, SAMPLE);
}

/** Fills a template that has no problem. Ids are percent-encoded one by one, with commas between them. */
export function fillTemplate(template: string, postIds: readonly string[]): URL {
  const ids = postIds.map(encodeURIComponent).join(',');
  // A function, since `$&` in a text would be special.
  return new URL(template.replaceAll(PLACEHOLDER, () => ids));
}
