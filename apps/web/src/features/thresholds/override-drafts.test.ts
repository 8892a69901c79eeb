import { expect, test } from 'vitest';
import { movedOn, type ScopeVersion } from './override-drafts';

const everything = { type: 'global', id: '', version: 3 } as const;
const ada = { type: 'persona', id: 'ada', version: 7 } as const;
const scope = { type: 'persona', id: 'ada' } as const;

test.each<[string, ScopeVersion[], { from: number; to: number | null }, ScopeVersion[]]>([
  ['one that was seen', [everything, ada], { from: 7, to: 9 }, [everything, { ...ada, version: 9 }]],
  ['one that was cleared', [everything, ada], { from: 7, to: null }, [everything]],
  ['one that was not there before', [everything], { from: 7, to: 9 }, [everything, { ...ada, version: 9 }]],
  ['one that somebody else has changed before', [everything, ada], { from: 8, to: 9 }, [everything, ada]],
])('the basis after a change of %s', (_, basis, change, after) => {
  expect(movedOn(basis, { scope, ...change })).toEqual(after);
});

test('everything has no id', () => {
  expect(movedOn([everything], { scope: { type: 'global' }, from: 3, to: 4 })).toEqual([
    { ...everything, version: 4 },
  ]);
});
