import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHistory, times } from '../../test/history';
import { createWorld, type World } from '../../test/world';
import { OverviewBoard } from './overview-board';

const NOW = Date.UTC(2026, 0, 2, 12);
let now = NOW;
let world: World;
beforeAll(async () => {
  world = await createWorld(() => now);
});
afterAll(() => world.close());

it('knows the views that kills avoided once enough variants were spared, and looks again after ten seconds', async () => {
  const history = createHistory(world, NOW);
  const board = new OverviewBoard(world.services.db, () => now);
  const figures = board.follow(new AbortController().signal);
  const first = await figures.next();
  expect(first.value?.viewsAvoided).toBeNull();

  await times(10, () => history.spared('ada', { views: 500, viewsAtEnd: 900, wasFalse: false }));
  await times(3, () => history.killed('ada', 'evidence', 0.1));
  now += 9_999;
  await board.refresh();
  expect((await figures.next()).value?.viewsAvoided).toBeNull();
  now += 1;
  const next = figures.next();
  await board.refresh();
  // Each spared variant got 400 more views.
  expect((await next).value?.viewsAvoided).toEqual({ value: 1_200, low: 1_200, high: 1_200 });
  await figures.return(undefined);
});
