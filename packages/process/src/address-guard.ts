import ipaddr from 'ipaddr.js';
import { z } from 'zod';

type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

const NEEDS = 'needs networks like 10.0.0.0/8,192.168.1.10/32';

/** Networks in CIDR notation, with commas between them. */
export const networksSchema = z.string().transform((text, context): Network[] => {
  try {
    return text.split(',').map((network) => ipaddr.parseCIDR(network.trim()));
  } catch {
    context.addIssue({ code: 'custom', message: NEEDS });
    return z.NEVER;
  }
});

/**
 * Says why a request must not go to an address; null where it may. Without this, anyone who may name a webhook could have
 * Cull speak to its own network: a database, a metadata service, another machine's admin page.
 */
export type AddressGuard = (address: string, isEncrypted: boolean) => string | null;

/**
 * @param allowed Private networks that are meant to be reached. What is in them may be spoken to without TLS as well;
 * everything else has to be a public address, over TLS.
 */
export function createAddressGuard(allowed: readonly Network[]): AddressGuard {
  return (text, isEncrypted) => {
    const address = ipaddr.process(text);
    const isAllowed = allowed.some(
      ([network, bits]) => network.kind() === address.kind() && address.match(network, bits),
    );
    if (isAllowed) return null;
    const range = address.range();
    if (range !== 'unicast') return `${text} is not a public address but ${RANGES[range] ?? range}`;
    return isEncrypted ? null : `${text} is spoken to without TLS: needs https`;
  };
}

/**
 * What can be said of a webhook's address before its name is looked up. Where a name leads is judged when it is
 * connected to.
 * @param allowed Private networks that are meant to be reached.
 * @returns Why nothing would ever be sent to it; null where something may.
 */
export function createWebhookRule(allowed: readonly Network[]): (url: string) => string | null {
  const guard = createAddressGuard(allowed);
  return (url) => {
    const { protocol, hostname } = new URL(url);
    const isEncrypted = protocol === 'https:';
    const literal = hostname.replace(/^\[|\]$/g, '');
    if (ipaddr.isValid(literal)) return guard(literal, isEncrypted);
    if (LOCAL_NAME.test(hostname)) return guard(LOOPBACK, isEncrypted);
    // A name may lead into a network that is allowed, where there is one.
    return isEncrypted || allowed.length > 0 ? null : `${hostname} is spoken to without TLS: needs https`;
  };
}

const LOCAL_NAME = /^(.*\.)?localhost\.?$/;
const LOOPBACK = '127.0.0.1';

const RANGES: Readonly<Record<string, string>> = {
  loopback: 'this machine’s own',
  private: 'in a private network',
  uniqueLocal: 'in a private network',
  linkLocal: 'of the local link',
  carrierGradeNat: 'of a carrier’s network',
};
