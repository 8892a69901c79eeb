import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { askAgain } from './ask-again';

/** Somebody who looks at a list whose answers come when they are told to. */
function aSlowList() {
  const client = new QueryClient();
  const waiting: ((answer: number) => void)[] = [];
  let asked = 0;
  let cancelled = 0;
  const observer = new QueryObserver(client, {
    queryKey: ['list'],
    queryFn: ({ signal }) => {
      asked += 1;
      signal.addEventListener('abort', () => {
        cancelled += 1;
      });
      return new Promise<number>((resolve) => waiting.push(resolve));
    },
  });
  observer.subscribe(() => {});
  const answer = async () => {
    waiting.shift()?.(asked);
    await new Promise(setImmediate);
  };
  return {
    again: () => askAgain(client, [{ queryKey: ['list'] }]),
    answer,
    asked: () => asked,
    cancelled: () => cancelled,
  };
}

test('asks again for what is there', async () => {
  const { again, answer, asked } = aSlowList();
  await answer();
  const done = again();
  expect(asked()).toBe(2);
  await answer();
  await done;
  expect(asked()).toBe(2);
});

test('lets run what runs, however many events come meanwhile, and asks once more behind it', async () => {
  const { again, answer, asked, cancelled } = aSlowList();
  await answer();
  const all = [again(), again(), again()];
  expect(asked()).toBe(2);
  await answer();
  expect(asked()).toBe(3);
  await answer();
  await Promise.all(all);
  expect(asked()).toBe(3);
  expect(cancelled()).toBe(0);
});
