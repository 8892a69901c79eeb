import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { clientAddress } from './client-address';

function addressOf(
  remote: string | undefined,
  forwarded: string | undefined,
  trustedProxies: number,
): string {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: remote });
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return clientAddress({ headers, socket }, trustedProxies);
}

it.each([
  ['no proxy: the header is not believed', '192.0.2.1', '198.51.100.9', 0, '192.0.2.1'],
  ['one proxy: what it appended', '10.0.0.1', '203.0.113.7, 198.51.100.9', 1, '198.51.100.9'],
  ['two proxies', '10.0.0.2', '203.0.113.7, 198.51.100.9, 10.0.0.1', 2, '198.51.100.9'],
  ['fewer entries than proxies: the first', '10.0.0.2', '198.51.100.9', 3, '198.51.100.9'],
  ['a proxy that says nothing', '10.0.0.1', undefined, 1, '10.0.0.1'],
  ['nonsense in the header', '10.0.0.1', 'me, <script>, 1.2.3.4.5', 1, '10.0.0.1'],
  ['IPv4 in IPv6', '::ffff:192.0.2.1', undefined, 0, '192.0.2.1'],
  ['an IPv6 caller: their network', '2001:db8:1:2:3:4:5:6', undefined, 0, '2001:db8:1:2::'],
  ['a connection that is gone', undefined, undefined, 0, 'unknown'],
])('%s', (_, remote, forwarded, trustedProxies, expected) => {
  expect(addressOf(remote, forwarded, trustedProxies)).toBe(expected);
});
