/**
 * An address whose path can be decoded, as Next.js does without asking: in a part where a per cent sign begins no
 * character, every one stands for itself.
 * @param address Path and query, as they came.
 */
export function decodable(address: string): string {
  const end = address.indexOf('?');
  const [path, query] = end === -1 ? [address, ''] : [address.slice(0, end), address.slice(end)];
  return `${path.split('/').map(decodablePart).join('/')}${query}`;
}

function decodablePart(part: string): string {
  try {
    decodeURIComponent(part);
    return part;
  } catch {
    return part.replaceAll('%', '%25');
  }
}
