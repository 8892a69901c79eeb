import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, it } from 'node:test';
import { workingTree } from './fingerprint.mjs';
import { ROOT } from './workspace.mjs';

const GLOSSARY = 'docs/glossary.md';
const read = (page) => readFileSync(join(ROOT, page), 'utf8');
const pages = (workingTree() ?? []).filter((file) => file.endsWith('.md') && existsSync(join(ROOT, file)));
const skip = pages.length === 0 && 'git does not list the files';

/** The text without code, which has names and examples. */
const prose = (text) => text.replaceAll(/```.+?```/gs, '').replaceAll(/`[^`\n]+`/g, '');

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading) =>
  heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
const anchorsOf = (text) =>
  new Set(
    [...text.replaceAll(/```.+?```/gs, '').matchAll(/^#+ (.+)$/gm)].map(([, words]) => anchorOf(words)),
  );

describe('links between pages', { skip }, () => {
  for (const page of pages) {
    it(`of ${page} lead somewhere`, () => {
      const links = read(page)
        .replaceAll(/```.+?```/gs, '')
        .matchAll(/(?:\]\(|(?:src|srcset)=")([^)"\s]+)[)"]/g);
      for (const [, link] of links) {
        if (/^[a-z]+:/.test(link)) continue;
        const [path, anchor] = link.split('#');
        const target = path === '' ? page : normalize(join(dirname(page), path));
        assert.ok(existsSync(join(ROOT, target)), `${link}: there is no ${target}`);
        if (anchor !== undefined && target.endsWith('.md'))
          assert.ok(anchorsOf(read(target)).has(anchor), `${link}: ${target} has no heading #${anchor}`);
      }
    });
  }
});

describe('the glossary', { skip }, () => {
  const rows = read(GLOSSARY)
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| term '))
    .map((line) => line.slice(2, -2).split(' | '));
  const others = pages.filter((page) => page !== GLOSSARY);
  const everything = others.map((page) => prose(read(page)).toLowerCase().replaceAll(/\s+/g, ' ')).join('\n');

  for (const [term, meaning, not] of rows) {
    it(`has "${term}" once, with a meaning, and the pages use it`, () => {
      assert.equal(rows.filter(([other]) => other === term).length, 1, `${term} is there more than once`);
      assert.ok(meaning && not, `${term} needs a meaning and, if there is one, a word not to use`);
      assert.ok(everything.includes(term.toLowerCase()), `no page says "${term}": remove it, or use it`);
    });

    for (const word of not === '–' ? [] : not.split(', ')) {
      it(`has "${term}" where a page could say "${word}"`, () => {
        const says = new RegExp(`(?<![\\w-])${word}(?![\\w-])`, 'i');
        const wrong = others.filter((page) => says.test(prose(read(page)).replaceAll(/\s+/g, ' ')));
        assert.deepEqual(wrong, [], `write "${term}"`);
      });
    }
  }
});

describe('the documentation site', () => {
  it('has every page in its sidebar', () => {
    const config = read('docs-site/.vitepress/config.mjs');
    const listed = pages
      .filter((page) => /^docs\/[^/]+\.md$/.test(page))
      .map((page) => page.slice('docs/'.length, -'.md'.length))
      // Thousands of figures, which the page about the simulation links to.
      .filter((name) => name !== 'simulation-tables');
    assert.deepEqual(
      listed.filter((name) => !config.includes(`'${name}')`)),
      [],
    );
  });
});

describe('the guide for contributors', () => {
  it('names no path that is not there', () => {
    const paths = [...read('CONTRIBUTING.md').matchAll(/`((?:\.?[\w()-][\w.()-]*\/)[^`\s]*)`/g)].map(
      ([, path]) => path,
    );
    assert.ok(paths.length > 40, `only ${paths.length} paths were found`);
    // What a program writes as it runs is not in the repository.
    const missing = paths.filter((path) => !path.startsWith('.cull/') && !existsSync(join(ROOT, path)));
    assert.deepEqual(missing, []);
  });
});
