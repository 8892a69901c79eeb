import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

const IPV6_NETWORK_GROUPS = 4;

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * Which proxies in front of Cull are believed about who called them: how many there are, or the networks that they are in.
 * By number, anyone who reaches Cull without them is believed as well.
 */
export type TrustedProxies = number | readonly (readonly [network: Address, bits: number])[];

/**
 * The address that a request comes from, as limits count it: an IPv6 caller by their network (/64), which is what one
 * customer is given.
 * @param trusted Each of them appends the address that it was called from to `x-forwarded-for`. What is further left was
 * written by the caller, and is not believed. Entries count by their position, whatever is in them: where the one that
 * should name the caller can't be read, the request counts as coming from the proxy that wrote it.
 */
export function clientAddress(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  trusted: TrustedProxies,
): string {
  // From the nearest to the farthest.
  const hops = [...entriesOf(headers), socket.remoteAddress ?? ''].map(parseHop).reverse();
  let caller = hops[0] ?? null;
  for (const [index, hop] of hops.entries()) {
    if (hop !== null) caller = hop;
    if (typeof trusted === 'number' ? index >= trusted : hop === null || !isIn(hop, trusted)) break;
  }
  return caller === null ? 'unknown' : networkOf(caller);
}

/**
 * Says how `x-forwarded-for` contradicts the setting; null where it doesn't. A caller may have written what is in there,
 * so that this is a hint and no proof.
 */
export function proxyMisfit(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  trusted: TrustedProxies,
): string | null {
  const entries = entriesOf(headers);
  if (typeof trusted !== 'number') {
    const peer = parseHop(socket.remoteAddress ?? '');
    return entries.length > 0 && peer !== null && !isIn(peer, trusted)
      ? `x-forwarded-for came from ${peer}, which is in none of the networks of TRUSTED_PROXIES: callers behind it count as one`
      : null;
  }
  // Without the header nobody says anything: it may be a program that needs no proxy.
  if (entries.length === 0 || entries.length === trusted) return null;
  const has = `x-forwarded-for has ${entries.length} ${entries.length === 1 ? 'address' : 'addresses'}, and TRUSTED_PROXIES is ${trusted}`;
  return entries.length > trusted
    ? `${has}: behind more proxies than that, callers count as one. Set it to the number of proxies in front of Cull`
    : `${has}: with fewer proxies than that, callers can make up their address. Set it to the number of proxies in front of Cull`;
}

function entriesOf(headers: IncomingMessage['headers']): readonly string[] {
  const forwarded = headers['x-forwarded-for'];
  const text = Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? '');
  return text.trim() === '' ? [] : text.split(',');
}

const IN_BRACKETS = /^\[([^\]]+)\](?::\d{1,5})?$/;
const WITH_PORT = /^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/;

/** Reads an address, with the port and the brackets that some proxies add. */
function parseHop(hop: string): Address | null {
  const text = hop.trim();
  const address = IN_BRACKETS.exec(text)?.[1] ?? WITH_PORT.exec(text)?.[1] ?? text;
  const isWhole = ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address);
  return isWhole ? ipaddr.process(address) : null;
}

function isIn(address: Address, networks: Exclude<TrustedProxies, number>): boolean {
  return networks.some(
    ([network, bits]) => network.kind() === address.kind() && address.match(network, bits),
  );
}

function networkOf(address: Address): string {
  if (!(address instanceof ipaddr.IPv6)) return address.toString();
  const network = address.parts.slice(0, IPV6_NETWORK_GROUPS).map((group) => group.toString(16));
  return `${network.join(':')}::`;
}
