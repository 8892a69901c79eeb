import { Socket } from 'node:net';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { clientAddress, proxyMisfit, type TrustedProxies } from './client-address';

function requestOf(remote: string | undefined, forwarded: string | undefined) {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: remote });
  return { headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }, socket };
}

const OURS: TrustedProxies = ['10.0.0.0/8', 'fd00::/8'].map((network) => ipaddr.parseCIDR(network));

describe('a caller', () => {
  it.each<[string, string | undefined, string | undefined, TrustedProxies, string]>([
    ['no proxy: the header is not believed', '192.0.2.1', '198.51.100.9', 0, '192.0.2.1'],
    ['one proxy: what it appended', '10.0.0.1', '203.0.113.7, 198.51.100.9', 1, '198.51.100.9'],
    ['two proxies', '10.0.0.2', '203.0.113.7, 198.51.100.9, 10.0.0.1', 2, '198.51.100.9'],
    ['fewer entries than proxies: the first', '10.0.0.2', '198.51.100.9', 3, '198.51.100.9'],
    ['a proxy that says nothing', '10.0.0.1', undefined, 1, '10.0.0.1'],
    ['nonsense in the header', '10.0.0.1', 'me, <script>, 1.2.3.4.5', 1, '10.0.0.1'],
    ['IPv4 in IPv6', '::ffff:192.0.2.1', undefined, 0, '192.0.2.1'],
    ['an IPv6 caller: their network', '2001:db8:1:2:3:4:5:6', undefined, 0, '2001:db8:1:2::'],
    ['a connection that is gone', undefined, undefined, 0, 'unknown'],
    ['a proxy that adds the port', '10.0.0.1', '6.6.6.6, 203.0.113.9:51234', 1, '203.0.113.9'],
    ['brackets', '10.0.0.1', '6.6.6.6, [2001:db8:1:2::9]', 1, '2001:db8:1:2::'],
    ['brackets and a port', '10.0.0.1', '6.6.6.6, [2001:db8:1:2::9]:443', 1, '2001:db8:1:2::'],
    ['what can’t be read: the proxy that wrote it', '10.0.0.1', '6.6.6.6, unknown', 1, '10.0.0.1'],
    ['the same of two proxies', '10.0.0.2', '6.6.6.6, _hidden, 10.0.0.1', 2, '10.0.0.1'],
    ['an empty entry counts', '10.0.0.1', '6.6.6.6,', 1, '10.0.0.1'],
    ['a number is no address', '10.0.0.1', '6.6.6.6, 134744072', 1, '10.0.0.1'],
    [
      'by network: who called the last of ours',
      '10.0.0.2',
      '6.6.6.6, 198.51.100.9, 10.0.0.1',
      OURS,
      '198.51.100.9',
    ],
    ['by network: anyone who comes past them says nothing', '192.0.2.1', '198.51.100.9', OURS, '192.0.2.1'],
    ['by network: in IPv6', 'fd00::1', '198.51.100.9', OURS, '198.51.100.9'],
    ['by network: what can’t be read', '10.0.0.1', '6.6.6.6, unknown', OURS, '10.0.0.1'],
    ['by network: a caller in it', '10.0.0.1', '10.9.9.9', OURS, '10.9.9.9'],
  ])('%s', (_, remote, forwarded, trusted, expected) => {
    expect(clientAddress(requestOf(remote, forwarded), trusted)).toBe(expected);
  });
});

describe('a setting', () => {
  it.each<[string | undefined, TrustedProxies, string | null]>([
    [undefined, 0, null],
    ['192.0.2.1', 1, null],
    ['192.0.2.1', 0, 'has 1 address, and TRUSTED_PROXIES is 0: behind more proxies'],
    ['192.0.2.1, 192.0.2.2', 1, 'has 2 addresses, and TRUSTED_PROXIES is 1: behind more proxies'],
    ['192.0.2.1', 2, 'has 1 address, and TRUSTED_PROXIES is 2: with fewer proxies'],
    [undefined, 1, null],
    ['192.0.2.1', OURS, 'came from 127.0.0.1, which is in none of the networks'],
    [undefined, OURS, null],
  ])('for %s of %s', (forwarded, trusted, says) => {
    const misfit = proxyMisfit(requestOf('127.0.0.1', forwarded), trusted);
    if (says === null) expect(misfit).toBeNull();
    else expect(misfit).toContain(says);
  });
});
