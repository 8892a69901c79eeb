'use client';

import type { OverviewFrame } from '@cull/api';
import { formatCount } from '@cull/core';
import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { formatAge } from '../../../components/age';
import { ALONE, useTRPC } from '../../../trpc/provider';
import { useLive } from '../stream/live-store';
import { useServerNow } from '../stream/use-server-now';
import classes from './key-figures.module.css';
import { liveByHour } from './live-by-hour';
import { TrendLine } from './trend-line';

const SKELETON_HEIGHT = 98;
const REFETCH_MS = 60_000;
/** Spared variants that have to be watched to their end before anything is measured on them. */
const SPARED_NEEDED = 10;

/** The day in four figures, each with its last 24 hours and, where there is something to press, the way to what is behind it. */
export function KeyFigures({ isLinked = true }: { isLinked?: boolean }) {
  const trpc = useTRPC();
  const overview = useLive((state) => state.overview);
  const trends = useQuery({
    ...trpc.insights.trends.queryOptions(undefined, ALONE),
    refetchInterval: REFETCH_MS,
  });
  const now = useServerNow();
  if (overview === null) return <Skeleton height={SKELETON_HEIGHT} radius="md" />;
  const hours = trends.data?.hours ?? [];
  const { monitoring, warned, killed, timedOut, killLatencyP50Ms, killLatencyP95Ms, newestSampleAt } =
    overview;
  const age = newestSampleAt === null || now === null ? null : now - Date.parse(newestSampleAt);
  const figures: FigureProps[] = [
    {
      name: 'Live now',
      value: formatCount(monitoring),
      about: `${formatCount(warned)} warned · newest sample ${age === null ? '–' : `${formatAge(age)} ago`}`,
      trend: liveByHour(hours, monitoring),
      href: '/',
    },
    {
      name: 'Killed, 24 h',
      value: formatCount(killed),
      about: `${formatCount(timedOut)} passed`,
      trend: hours.map((hour) => hour.killed),
      href: '/?status=killed',
    },
    { name: 'Views saved, 24 h', ...savedWords(overview), href: '/insights' },
    {
      name: 'Sample to kill, p95',
      value: secondsOf(killLatencyP95Ms),
      about: killLatencyP50Ms === null ? 'no kill by a rule yet' : `median ${secondsOf(killLatencyP50Ms)}`,
      trend: hours.flatMap(({ killLatencyP95Ms: p95 }) => p95 ?? []),
      href: '/system',
    },
  ];
  return (
    <section aria-label="Overview" className={classes.figures}>
      {figures.map((figure) => (
        <Figure key={figure.name} {...figure} {...(!isLinked && { href: undefined })} />
      ))}
    </section>
  );
}

/** What kills avoided, which is measured and not computed from what might have been. */
function savedWords({ viewsAvoided }: OverviewFrame): Pick<FigureProps, 'value' | 'about' | 'isUnknown'> {
  if (viewsAvoided === null)
    return {
      value: 'Not known yet',
      isUnknown: true,
      about: `measured once ${SPARED_NEEDED} spared variants have ended`,
    };
  const { value, low, high } = viewsAvoided;
  return { value: formatCount(value), about: `${formatCount(low)} to ${formatCount(high)}, 95% confidence` };
}

function secondsOf(milliseconds: number | null): string {
  return milliseconds === null ? '–' : `${(milliseconds / 1_000).toFixed(2)} s`;
}

interface FigureProps {
  name: string;
  value: string;
  about: string;
  /** Oldest first, an hour apart. */
  trend?: readonly number[];
  /** Whether the value is words in a figure's place. */
  isUnknown?: boolean;
  href?: string | undefined;
}

function Figure({ name, value, about, trend = [], isUnknown = false, href }: FigureProps) {
  const content = (
    <>
      <span className={classes.name}>{name}</span>
      <span className={classes.value} data-unknown={isUnknown || undefined}>
        {value}
      </span>
      <span className={classes.about}>{about}</span>
      <TrendLine values={trend} />
    </>
  );
  return href === undefined ? (
    <div className={classes.figure}>{content}</div>
  ) : (
    <Link href={href} prefetch={false} className={classes.figure}>
      {content}
    </Link>
  );
}
