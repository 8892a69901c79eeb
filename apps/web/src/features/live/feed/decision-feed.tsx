'use client';

import type { EventFrame } from '@cull/api';
import { formatCount } from '@cull/core';
import { Anchor, Paper, SegmentedControl, Text, Title } from '@mantine/core';
import Link from 'next/link';
import { memo, useMemo, useState } from 'react';
import { Ago } from '../../../components/ago';
import { isAboutKill } from '../stream/kill-events';
import { useLive } from '../stream/live-store';
import classes from './decision-feed.module.css';
import { eventWords } from './event-words';
import { type FeedEntry, foldRuns } from './fold-runs';

const SHOWN = 60;
/** Of a run of many. */
const NAMED = 2;
const KINDS = [
  { value: 'all', label: 'All' },
  { value: 'kills', label: 'Kills' },
] as const;

/** What happened, newest first, as it happens. Silent for screen readers: kills are announced elsewhere. */
export function DecisionFeed() {
  const events = useLive((state) => state.told);
  const isWaiting = useLive((state) => state.lastFrameAt === null);
  const [kind, setKind] = useState('all');
  const told = useMemo(
    () =>
      foldRuns(
        events
          .filter((event) => kind === 'all' || isAboutKill(event))
          .flatMap((event) => {
            const words = eventWords(event);
            return words === null ? [] : [{ event, words }];
          }),
      ).slice(0, SHOWN),
    [events, kind],
  );
  return (
    <Paper withBorder component="section" aria-label="Decisions as they happen" className={classes.feed}>
      <div className={classes.head}>
        <Title order={2} size="h6">
          What happened
        </Title>
        <SegmentedControl
          size="xs"
          aria-label="Which events"
          value={kind}
          onChange={setKind}
          data={[...KINDS]}
        />
      </div>
      <Waiting />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <div role="log" aria-live="off" aria-label="Decisions" tabIndex={0} className={classes.entries}>
        {told.length === 0 && (
          <Text size="sm" c="var(--cull-muted)" px={16}>
            {isWaiting ? 'Waiting for the server…' : 'Nothing yet.'}
          </Text>
        )}
        {told.map((entry) => (
          <Entry key={entry.event.id} entry={entry} />
        ))}
      </div>
    </Paper>
  );
}

/** Kills that wait for a person come before everything that happened. */
function Waiting() {
  const waiting = useLive(({ overview }) => overview?.waitingForApproval ?? 0);
  if (waiting === 0) return null;
  return (
    <Link href="/decisions" prefetch={false} className={classes.waiting}>
      {waiting === 1 ? '1 kill waits' : `${formatCount(waiting)} kills wait`} for approval
      <span aria-hidden>Review →</span>
    </Link>
  );
}

const Entry = memo(function Entry({ entry }: { entry: FeedEntry }) {
  const { event, words, others } = entry;
  const clockAheadMs = useLive((state) => state.clockAheadMs);
  return (
    <div className={classes.entry}>
      <span className={classes.dot} style={{ background: words.color }} aria-hidden />
      <div className={classes.words}>
        <div className={classes.line}>
          <span className={classes.title}>{words.title}</span>
          <span className={classes.age}>
            <Ago at={event.at} clockAheadMs={Math.round(clockAheadMs / 1_000) * 1_000} />
          </span>
        </div>
        {others.length === 0 ? <Single event={event} text={words.text} /> : <Run entry={entry} />}
      </div>
    </div>
  );
}, isSameEntry);

/** Entries are folded again with each event, most of them into what they were. */
function isSameEntry({ entry: a }: { entry: FeedEntry }, { entry: b }: { entry: FeedEntry }): boolean {
  return a.event === b.event && a.others.length === b.others.length;
}

function Single({ event, text }: { event: EventFrame; text: string }) {
  return (
    <>
      {event.variantId !== null && <VariantAnchor variantId={event.variantId} />}
      <p className={classes.text}>{text}</p>
    </>
  );
}

/** Many of a kind: how many, and the newest of them by name. */
function Run({ entry: { event, others } }: { entry: FeedEntry }) {
  const named = [event, ...others.map((other) => other.event)].slice(0, NAMED);
  const more = others.length + 1 - named.length;
  return (
    <>
      <p className={classes.text}>{formatCount(others.length + 1)} variants, one after another</p>
      {named.map(
        ({ id, variantId }) => variantId !== null && <VariantAnchor key={id} variantId={variantId} />,
      )}
      {more > 0 && <p className={classes.text}>and {formatCount(more)} more</p>}
    </>
  );
}

function VariantAnchor({ variantId }: { variantId: string }) {
  return (
    <Anchor
      component={Link}
      href={`/variants/${encodeURIComponent(variantId)}`}
      prefetch={false}
      className={classes.variant}
      title={variantId}
    >
      <bdi>{variantId}</bdi>
    </Anchor>
  );
}
