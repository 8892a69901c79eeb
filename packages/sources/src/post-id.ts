/**
 * Says why no source can be asked about a post id; null where one can.
 *
 * An id becomes a part of an address. `.` and `..` stay what they are when they are percent-encoded, and would lead to another
 * address; half a surrogate pair can't be encoded at all.
 */
export function postIdProblem(postId: string): string | null {
  if (postId === '') return 'is empty; it needs the id that the source gave the post';
  if (postId === '.' || postId === '..') {
    return `is "${postId}", which would change the address; it needs the id that the source gave the post`;
  }
  if (/\p{Surrogate}/u.test(postId)) return 'has half a surrogate pair; it needs whole characters';
  return null;
}
