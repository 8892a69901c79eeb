import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillTemplate } from './http/template';
import { postIdProblem } from './post-id';

describe('a post id', () => {
  it.each(['.', '..', '', '\ud800', 'a\udfff'])('%j is refused', (postId) => {
    expect(postIdProblem(postId)).toContain('needs');
  });

  it.each(['17841400000000000', 'post-1', '...', '.a', 'a/b', 'ü', '🙂', '%2e%2e', ' '])(
    '%j is taken',
    (postId) => {
      expect(postIdProblem(postId)).toBeNull();
    },
  );

  it('never leads out of its place in an address', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (postId) => {
        fc.pre(postIdProblem(postId) === null);
        const url = fillTemplate('http://source/a/{postId}/b?c=d', [postId]);
        const [, first, id = '', last, ...more] = url.pathname.split('/');
        expect([first, decodeURIComponent(id), last, more, url.search]).toEqual([
          'a',
          postId,
          'b',
          [],
          '?c=d',
        ]);
      }),
    );
  });
});
