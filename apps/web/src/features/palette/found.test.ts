import { expect, test, vi } from 'vitest';
import { variantGroup, whereGroup } from './found';

const variant = { variantId: 'a/1', personaId: 'ada', campaignId: null, excerpt: 'Good morning' };

test('a variant is found by its text, and its id and persona stand next to it', () => {
  const go = vi.fn();
  const { actions } = variantGroup([variant], '', go);
  expect(actions).toMatchObject([{ label: 'Good morning', description: 'a/1 · ada' }]);
  actions[0]?.onClick?.(Object.create(null));
  expect(go).toHaveBeenCalledWith('/variants/a%2F1');
});

test('without a text it is its id, and any other id that is typed can be opened', () => {
  const { actions } = variantGroup([{ ...variant, excerpt: null }], ' long-gone ', () => {});
  expect(actions.map(({ label }) => label)).toEqual(['a/1', 'Open the variant “long-gone”']);
});

test('personas and campaigns lead to the live page, narrowed to them', () => {
  const go = vi.fn();
  const facets = {
    personas: [{ personaId: 'a&b', live: 1_200 }],
    campaigns: [{ campaignId: 'spring', live: 3 }],
  };
  const [personas, campaigns] = whereGroup(facets, go);
  expect(personas?.actions).toMatchObject([{ label: 'a&b', description: '1,200 live' }]);
  personas?.actions[0]?.onClick?.(Object.create(null));
  campaigns?.actions[0]?.onClick?.(Object.create(null));
  expect(go.mock.calls).toEqual([['/?persona=a%26b'], ['/?campaign=spring']]);
});
