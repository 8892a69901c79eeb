import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { type VerifyWebhookOptions, verifyWebhook, WebhookVerificationError } from './webhooks.js';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OLD_SECRET = 'whsec_c2VjcmV0LW9mLWFuLW9sZGVyLWNoYW5uZWw=';
const AT = 1_614_265_330;
const EVENT = {
  type: 'variant.killed',
  timestamp: '2021-02-25T15:02:10.000Z',
  data: {
    variantId: 'spring-7',
    personaId: 'maya',
    monitoringId: null,
    reason: 'below_threshold',
    über: '✂',
  },
};
const BODY = JSON.stringify(EVENT);

/** As the reference implementation signs. */
const sign = (body = BODY, secret = SECRET, at = AT) =>
  new Webhook(secret).sign('msg_1', new Date(at * 1_000), body);
const headers = (signature = sign(), at: number | string = AT) => ({
  'webhook-id': 'msg_1',
  'webhook-timestamp': String(at),
  'webhook-signature': signature,
});
const verify = (options: Partial<VerifyWebhookOptions> = {}) =>
  verifyWebhook({ secret: SECRET, headers: headers(), body: BODY, now: AT * 1_000, ...options });

describe('a webhook', () => {
  it.each<[string, Partial<VerifyWebhookOptions>]>([
    ['as it came', {}],
    ['in bytes', { body: Buffer.from(BODY) }],
    ['with the headers of fetch', { headers: new Headers(headers()) }],
    [
      'with headers in another case, as a list',
      { headers: { 'Webhook-Id': 'msg_1', 'WEBHOOK-TIMESTAMP': String(AT), 'webhook-signature': [sign()] } },
    ],
    ['whose secret lost its prefix', { secret: SECRET.slice('whsec_'.length) }],
    ['while the secret changes, at the receiver', { secret: [OLD_SECRET, SECRET] }],
    ['while the secret changes, at Cull', { headers: headers(`${sign(BODY, OLD_SECRET)} ${sign()}`) }],
    ['next to signatures of other versions', { headers: headers(`v1a,abc v2 ${sign()}`) }],
    ['five minutes old', { now: (AT + 300) * 1_000 + 999 }],
    ['five minutes ahead', { now: (AT - 300) * 1_000 }],
    ['as old as is allowed', { now: (AT + 3_600) * 1_000, toleranceSeconds: 3_600 }],
  ])('%s is an event', (_, options) => {
    expect(verify(options)).toEqual(EVENT);
  });

  it('of a type that is not known yet is an event too', () => {
    const body = JSON.stringify({ ...EVENT, type: 'variant.applauded', version: 2 });
    expect(verify({ body, headers: headers(sign(body)) })).toEqual({ ...EVENT, type: 'variant.applauded' });
  });

  it.each<[string, Partial<VerifyWebhookOptions>, RegExp]>([
    ['without an id', { headers: { ...headers(), 'webhook-id': '' } }, /^webhook-id: is missing/],
    [
      'without a signature',
      { headers: { 'webhook-id': '1', 'webhook-timestamp': '1' } },
      /^webhook-signature: /,
    ],
    ['with another body', { body: BODY.replace('maya', 'mara') }, /^webhook-signature: fits neither/],
    ['parsed and written again', { body: JSON.stringify(EVENT, null, 1) }, /byte for byte/],
    ['with another secret', { secret: OLD_SECRET }, /^webhook-signature: fits neither/],
    [
      'with another id',
      { headers: { ...headers(), 'webhook-id': 'msg_2' } },
      /^webhook-signature: fits neither/,
    ],
    ['with another time', { headers: headers(sign(), AT + 1) }, /^webhook-signature: fits neither/],
    ['with half a signature', { headers: headers(sign().slice(0, -8)) }, /^webhook-signature: fits neither/],
    [
      'with signatures of other versions alone',
      { headers: headers('v1a,abc') },
      /no signature of version v1/,
    ],
    ['with a time that is none', { headers: headers(sign(), '2026-11-24') }, /^webhook-timestamp: needs/],
    ['too old', { now: (AT + 301) * 1_000 }, /^webhook-timestamp: is 301 s old/],
    ['too far ahead', { now: (AT - 301) * 1_000 }, /^webhook-timestamp: is 301 s ahead/],
    ['signed, but no JSON', { body: 'hello', headers: headers(sign('hello')) }, /^the body: is signed/],
    ['signed, but no event', { body: '{"data":{}}', headers: headers(sign('{"data":{}}')) }, /^the body: /],
  ])('%s is refused', (_, options, message) => {
    expect(() => verify(options)).toThrow(WebhookVerificationError);
    expect(() => verify(options)).toThrow(message);
  });

  it('of the published example has the published signature', () => {
    const example = {
      headers: {
        'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
        'webhook-timestamp': String(AT),
        'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
      },
      body: '{"test": 2432232314}',
    };
    expect(() => verify(example)).toThrow(/is signed, but is no event/);
    expect(() => verify({ ...example, body: '{"test": 2432232315}' })).toThrow(/fits neither/);
  });
});

it.each([['whsec_'], ['not base64!'], [[]]])('the secret %j is refused before anything else', (secret) => {
  expect(() => verify({ secret, headers: {} })).toThrow(/^secret: /);
});
