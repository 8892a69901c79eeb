import { BlockList, isIP, isIPv6 } from 'node:net';

/**
 * Where machines keep their own secrets: link-local addresses, and the metadata addresses of clouds that lie outside of them
 * (AWS over IPv6, Alibaba, Oracle). Private networks are not in the list: only admins connect sources, and theirs may be next door.
 */
const refused = new BlockList();
refused.addSubnet('169.254.0.0', 16, 'ipv4');
refused.addSubnet('fe80::', 10, 'ipv6');
refused.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6');
refused.addAddress('fd00:ec2::254', 'ipv6');
refused.addAddress('100.100.100.200', 'ipv4');
refused.addAddress('192.0.0.192', 'ipv4');

/**
 * Says why no source may be at an IP address; null where one may.
 *
 * @param address - IPv4 or IPv6, without brackets.
 */
export function addressProblem(address: string): string | null {
  const [withoutZone = ''] = address.split('%');
  const isRefused = refused.check(withoutZone, isIPv6(withoutZone) ? 'ipv6' : 'ipv4');
  return isRefused ? `${address} is a link-local or metadata address, and no source is there` : null;
}

/** The same for the host of a URL. A name passes: where it leads is looked at when it is connected to. */
export function hostProblem(hostname: string): string | null {
  const literal = hostname.replace(/^\[|\]$/g, '');
  return isIP(literal) === 0 ? null : addressProblem(literal);
}
