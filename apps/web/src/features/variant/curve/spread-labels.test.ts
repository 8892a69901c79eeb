import { expect, test } from 'vitest';
import { spreadLabels } from './spread-labels';

const ROOM = { top: 0, bottom: 100 };

test.each([
  ['labels with room stay', [10, 50, 90], [10, 50, 90]],
  ['labels at one place follow each other', [50, 50, 50], [50, 64, 78]],
  ['at the bottom they move up', [95, 98, 100], [72, 86, 100]],
  ['what is out of sight stands at the edge', [-40, 30], [0, 30]],
  ['in whatever order they come', [60, 10, 58], [72, 10, 58]],
  ['none', [], []],
])('%s', (_, places, placed) => expect(spreadLabels(places, 14, ROOM)).toEqual(placed));
