import { posix } from 'node:path';

const IS_PAGE = /^(?:#|[a-z]+:|\/)|\.md(?:#.*)?$/;

/**
 * Lets links to files that are no pages lead to the repository, or be plain text where its address is not known.
 * @param {import('markdown-it').default} md
 * @param {string | undefined} sourceUrl Where the repository's files can be read, such as https://git.example.com/cull/blob/main.
 */
export function linkSources(md, sourceUrl) {
  md.core.ruler.push('source-links', ({ tokens, env }) => {
    for (const { children } of tokens) {
      if (children === null) continue;
      let isOpen = false;
      for (const token of children) {
        if (token.type === 'link_open' && !IS_PAGE.test(token.attrGet('href') ?? '')) {
          const path = posix.join(posix.dirname(env.relativePath ?? ''), token.attrGet('href') ?? '');
          if (sourceUrl === undefined) isOpen = unlink(token);
          else token.attrSet('href', `${sourceUrl}/${path}`);
        } else if (token.type === 'link_close' && isOpen) isOpen = !unlink(token);
      }
    }
  });
}

/** Leaves the words of a link, without the link. */
function unlink(token) {
  token.type = 'text';
  token.content = '';
  token.nesting = 0;
  return true;
}
