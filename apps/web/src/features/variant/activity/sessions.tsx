import { Text } from '@mantine/core';
import Link from 'next/link';
import { Instant } from '../../../components/instant';
import { REASON_WORDS } from '../../../components/kill-reasons';
import { Panel } from '../../../components/panel';
import { Verdict } from '../../../components/verdict';
import type { MonitoredVariant } from '../../../trpc/types';
import { sessionAddress } from '../address';
import classes from './sessions.module.css';

interface Props {
  /** Newest first. */
  sessions: readonly MonitoredVariant[];
  /** The one that the page shows. */
  shown: string;
}

/** Each time that the variant was posted: when, how that ended and by which reason. */
export function Sessions({ sessions, shown }: Props) {
  return (
    <Panel title={`Posted ${sessions.length} times`}>
      <ol className={classes.sessions} reversed>
        {sessions.map((session) => (
          <li key={session.monitoringId} className={classes.session}>
            <Link
              href={sessionAddress(session.variantId, session.monitoringId)}
              prefetch={false}
              className={classes.link}
              aria-current={session.monitoringId === shown ? 'page' : undefined}
            >
              <Instant at={session.startedAt} />
            </Link>
            <Verdict {...session} />
            <Text size="sm" c="var(--cull-muted)">
              {session.killReason === null ? '' : REASON_WORDS[session.killReason]}
            </Text>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
