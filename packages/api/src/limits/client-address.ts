import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

const IPV6_NETWORK_GROUPS = 4;

/**
 * The address that a request comes from, as limits count it: an IPv6 caller by their network (/64), which is what one
 * customer is given.
 * @param trustedProxies How many proxies stand before Cull. Each appends the address that it was called from to
 * `x-forwarded-for`, so that what is further left than they are many was written by the caller, and is not believed.
 */
export function clientAddress(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  trustedProxies: number,
): string {
  const forwarded = headers['x-forwarded-for'];
  const text = Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? '');
  const hops = [...text.split(','), socket.remoteAddress ?? '']
    .map((hop) => hop.trim())
    .filter(ipaddr.isValid);
  return networkOf(hops[Math.max(0, hops.length - 1 - trustedProxies)]);
}

function networkOf(address: string | undefined): string {
  if (address === undefined) return 'unknown';
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  const network = parsed.parts.slice(0, IPV6_NETWORK_GROUPS).map((group) => group.toString(16));
  return `${network.join(':')}::`;
}
