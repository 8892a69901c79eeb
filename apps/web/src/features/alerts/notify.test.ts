import type { EventFrame } from '@cull/api';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { notifyOf } from './notify';

let onShow: FakeNotification[] = [];
let hasFocus = false;

class FakeNotification {
  onclose: (() => void) | null = null;
  readonly body: string;
  readonly tag: string;
  constructor(_title: string, { body, tag }: { body: string; tag: string }) {
    this.body = body;
    this.tag = tag;
    onShow.push(this);
  }
  close() {
    onShow = onShow.filter((one) => one !== this);
    this.onclose?.();
  }
}

beforeEach(() => {
  vi.stubGlobal('Notification', FakeNotification);
  vi.stubGlobal('document', { hasFocus: () => hasFocus });
});
afterEach(() => {
  for (const notification of onShow) notification.close();
  hasFocus = false;
  vi.unstubAllGlobals();
});

function look() {
  hasFocus = true;
}

function killed(id: string): EventFrame {
  return {
    id,
    at: '2026-11-23T12:00:00Z',
    type: 'variant.killed',
    monitoringId: `m-${id}`,
    variantId: `v-${id}`,
    personaId: 'p',
    data: {},
  };
}

test('a further kill is announced with those before it, as a notification of its own', () => {
  notifyOf([killed('1')]);
  const [first] = onShow;
  notifyOf([killed('2'), killed('3')]);
  expect(onShow.map(({ body }) => body)).toEqual(['3 variants were killed: v-1, v-2, v-3.']);
  expect(onShow[0]?.tag).not.toBe(first?.tag);
});

test.each([
  ['was closed', () => onShow[0]?.close()],
  ['is of a page that is being looked at', look],
] as const)('what %s is not announced again', (_, see) => {
  notifyOf([killed('1')]);
  see();
  notifyOf([killed('2')]);
  expect(onShow.map(({ body }) => body)).toEqual(['v-2 was killed.']);
});
