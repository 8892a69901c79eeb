import type { MonitoredVariant } from '../../../../trpc/types';

/** What live variants can be ordered by. */
export const ORDERS = ['risk', 'name', 'rate', 'due', 'views', 'left'] as const;
export type Order = (typeof ORDERS)[number];

type Ordered = Pick<
  MonitoredVariant,
  | 'monitoringId'
  | 'variantId'
  | 'excerpt'
  | 'risk'
  | 'engagementRate'
  | 'expectedEngagementRate'
  | 'interactionsDue'
  | 'views'
  | 'deadlineAt'
>;

/** Returns an order by its name; by risk for any other text. */
export function toOrder(name: string): Order {
  return ORDERS.find((order) => order === name) ?? 'risk';
}

/**
 * Returns variants in an order: the riskiest, the furthest below what was expected, those with the most due or viewed, or the
 * nearest to their end come first. Of equal ones the share of the expected rate decides, then the id.
 */
export function sorted<Variant extends Ordered>(
  variants: readonly Variant[],
  order: Order,
): readonly Variant[] {
  const by = KEYS[order];
  return variants.toSorted(
    (a, b) =>
      compare(by(a), by(b)) || compare(shareOf(a), shareOf(b)) || compare(a.monitoringId, b.monitoringId),
  );
}

const KEYS: Readonly<Record<Order, (variant: Ordered) => number | string>> = {
  risk: ({ risk }) => -risk,
  name: ({ excerpt, variantId }) => excerpt ?? variantId,
  rate: shareOf,
  due: ({ interactionsDue }) => -(interactionsDue ?? -1),
  views: ({ views }) => -(views ?? -1),
  left: ({ deadlineAt }) => Date.parse(deadlineAt),
};

/** Of the expected rate; what has none comes last. */
function shareOf({ engagementRate, expectedEngagementRate }: Ordered): number {
  return engagementRate === null ? Number.POSITIVE_INFINITY : engagementRate / expectedEngagementRate;
}

function compare<Value extends number | string>(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
