import { describe, expect, it } from 'vitest';
import { createAddressGuard, createWebhookRule, networksSchema } from './address-guard';

const guard = createAddressGuard(networksSchema.parse('10.1.0.0/16, fd00:1::/64'));

describe('the address guard', () => {
  it.each([
    '127.0.0.1',
    '0.0.0.0',
    '10.2.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    'ff02::1',
    '2001:db8::1',
    '::ffff:127.0.0.1',
    '::ffff:10.2.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
  ])('refuses %s', (address) => {
    expect(guard(address, true)).toContain('is not a public address');
  });

  it.each(['93.184.216.34', '2606:4700::1111', '::ffff:93.184.216.34'])(
    'lets %s through, with TLS alone',
    (address) => {
      expect(guard(address, true)).toBeNull();
      expect(guard(address, false)).toContain('needs https');
    },
  );

  it.each(['10.1.0.0', '10.1.255.255', 'fd00:1::99', '::ffff:10.1.2.3'])(
    'lets %s through, which is in the list, without TLS as well',
    (address) => {
      expect(guard(address, true)).toBeNull();
      expect(guard(address, false)).toBeNull();
    },
  );

  it.each(['', '10.0.0.0', '10.0.0.0/33', 'everything', '10.0.0.0/8;127.0.0.1/32'])(
    'takes no list "%s"',
    (list) => {
      expect(networksSchema.safeParse(list).error?.issues[0]?.message).toContain('needs networks like');
    },
  );
});

describe('the rule for webhooks', () => {
  const strict = createWebhookRule([]);
  const lenient = createWebhookRule(networksSchema.parse('10.1.0.0/16'));

  it.each([
    ['http://example.com/cull', 'example.com is spoken to without TLS: needs https'],
    ['http://93.184.216.34/cull', '93.184.216.34 is spoken to without TLS: needs https'],
    ['https://10.1.0.1/cull', '10.1.0.1 is not a public address but in a private network'],
    ['https://[::1]:8443/cull', '::1 is not a public address but this machine’s own'],
    ['https://2130706433/cull', '127.0.0.1 is not a public address but this machine’s own'],
    ['https://localhost/cull', '127.0.0.1 is not a public address but this machine’s own'],
    ['https://a.localhost./cull', '127.0.0.1 is not a public address but this machine’s own'],
    ['https://169.254.169.254/latest', '169.254.169.254 is not a public address but of the local link'],
  ])('refuses %s', (url, says) => {
    expect(strict(url)).toBe(says);
  });

  it.each(['https://example.com/cull', 'https://93.184.216.34/cull', 'https://localhost.example.com/'])(
    'lets %s through',
    (url) => {
      expect(strict(url)).toBeNull();
    },
  );

  it('lets through what is or may be in an allowed network', () => {
    expect(lenient('http://10.1.0.1/cull')).toBeNull();
    expect(lenient('http://orchestrator/cull')).toBeNull();
    expect(lenient('http://10.2.0.1/cull')).toContain('is not a public address');
    expect(lenient('http://localhost/cull')).toContain('is not a public address');
  });
});
