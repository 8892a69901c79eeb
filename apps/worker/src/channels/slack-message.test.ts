import { describe, expect, it } from 'vitest';
import { linksTo } from './links';
import { slackMessage } from './slack-message';

const links = linksTo('https://cull.example.com');

function aKill(variantId: string, values: Record<string, unknown> = {}) {
  return {
    id: variantId,
    eventType: 'variant.killed',
    at: 0,
    attempts: 0,
    data: {
      monitoringId: 'its-session',
      variantId,
      personaId: 'ada',
      campaignId: 'spring',
      reason: 'below_threshold',
      text: 'Killed: 12 interactions from 640 views.',
      views: 640,
      interactions: 12,
      engagementRate: 0.01875,
      expectedEngagementRate: 0.06,
      ...values,
    },
  };
}

const wordsOf = (message: ReturnType<typeof slackMessage>) => message.blocks.map(({ text }) => text.text);

describe('a message in Slack', () => {
  it('tells a kill whole: what, why, the numbers, the curve and how to undo it', () => {
    const message = slackMessage([aKill('hello/1')], links);
    expect(message.text).toBe('hello/1: Killed: 12 interactions from 640 views.');
    expect(wordsOf(message)).toEqual([
      [
        ':octagonal_sign: *<https://cull.example.com/variants/hello%2F1?session=its-session|hello/1> killed* (persona ada, campaign spring)',
        'Killed: 12 interactions from 640 views.',
        'ER 1.88%, 6% expected; 12 interactions from 640 views',
        '<https://cull.example.com/variants/hello%2F1?session=its-session|See the curve>  ·  <https://cull.example.com/variants/hello%2F1?session=its-session&amp;undo|Undo>',
      ].join('\n'),
    ]);
  });

  it('folds many kills: how many, why, ten of them, and where to see the rest', () => {
    const kills = Array.from({ length: 40 }, (_, index) =>
      aKill(`v${index}`, index < 30 ? {} : { reason: 'evidence' }),
    );
    const message = slackMessage(kills, links);
    expect(message.text).toBe('40 variants killed');
    const words = wordsOf(message);
    expect(words[0]).toBe(':octagonal_sign: *40 variants killed* (30 below threshold, 10 evidence)');
    expect(words).toHaveLength(12);
    expect(words[1]).toContain('|v0>: ER 1.88%');
    expect(words.at(-1)).toBe('and 30 more: <https://cull.example.com/|see them all>');
  });

  it('puts what else happened below, and counts what is too much', () => {
    const tripped = {
      id: 'b',
      eventType: 'breaker.tripped',
      at: 0,
      attempts: 0,
      data: { reason: 'kill_limit' },
    };
    const failed = {
      id: 'f',
      eventType: 'variant.kill_failed',
      at: 0,
      attempts: 0,
      data: { variantId: 'v', step: 'delete_post', error: 'token refused' },
    };
    const words = wordsOf(
      slackMessage([aKill('v'), tripped, ...Array.from({ length: 12 }, () => failed)], links),
    );
    expect(words[1]).toBe('*The circuit breaker tripped: auto-kill is paused*: kill_limit');
    expect(words[2]).toContain(
      '*Kill incomplete* <https://cull.example.com/variants/v|v>: delete_post, token refused',
    );
    expect(words.at(-1)).toBe('and 3 more events');
  });

  it('asks whether a kill is approved, where to answer, and what happens otherwise', () => {
    const data = { variantId: 'v', text: 'Below.', expiresAt: '2026-02-23T00:02:00.000Z', onExpiry: 'spare' };
    const asked = { id: 'a', eventType: 'variant.approval_requested', at: 0, attempts: 0, data };
    expect(wordsOf(slackMessage([asked], links))).toEqual([
      [
        '*Approve this kill?* <https://cull.example.com/variants/v|v>: Below.',
        '<https://cull.example.com/decisions|Approve or dismiss> until <!date^1771804920^{time_secs}|2026-02-23T00:02:00.000Z>; without an answer the variant stays',
      ].join('\n'),
    ]);
  });

  it.each([
    ['rate', 'Below the warn threshold', 'Engagement rate 2% is below the warn threshold of 4.8%.'],
    ['drop', 'Went bad', 'It went bad at 3:20: 0 of 21 interactions due since came.'],
  ])('says what a warning for its %s is about, also on a phone', (cause, words, text) => {
    const data = { variantId: 'v', cause, text, engagementRate: 0.0414 };
    const message = slackMessage([{ id: 'w', eventType: 'variant.warned', at: 0, attempts: 0, data }], links);
    expect(message.text).toBe(words);
    expect(wordsOf(message)).toEqual([`*${words}* <https://cull.example.com/variants/v|v>: ${text}`]);
  });

  it('lets no id or text of others speak as markup, or burst the message', () => {
    const message = slackMessage(
      [aKill('<!channel>&', { text: '<@U1> *x*', personaId: 'p'.repeat(5_000) })],
      links,
    );
    const [words = ''] = wordsOf(message);
    expect(words).not.toContain('<!channel>');
    expect(message.text).not.toContain('<');
    expect(words).toContain('&lt;!channel&gt;&amp;');
    expect(words.length).toBeLessThanOrEqual(3_000);
    const long = Array.from({ length: 60 }, (_, index) => aKill(`${index}-${'x'.repeat(190)}`));
    expect(slackMessage(long, links).blocks.length).toBeLessThanOrEqual(50);
  });

  it('tells a kill whose event it cannot read as an event', () => {
    const strange = { ...aKill('v'), data: { variantId: 'v', text: 'Killed.' } };
    expect(wordsOf(slackMessage([strange], links))).toEqual([
      '*Killed* <https://cull.example.com/variants/v|v>: Killed.',
    ]);
  });
});
