'use client';

import { formatCount } from '@cull/core';
import { Loader, Text } from '@mantine/core';
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { useTRPC } from '../../trpc/provider';
import { ApplyControl } from './apply-control';
import classes from './insights.module.css';
import {
  drawsLines,
  isCapped,
  type Lines,
  linesOf,
  type Scaling,
  scaledLines,
  scalingInForce,
  scalingNote,
  stands,
  valuesOf,
} from './lines';
import { type Overrides, ownOf, policyOf, type Scope } from './overrides';

/** What a suggestion rests on. */
interface Figures {
  readonly sessions: number;
  readonly factor: { readonly value: number; readonly low: number; readonly high: number } | null;
  readonly suggestedFactor: number | null;
  readonly suggestionWaitsFor: string | null;
}

interface Props {
  scope: Scope & { readonly id: string };
  figures: Figures;
  overrides: Overrides;
}

const VERSIONS_READ = 500;

/** What would fit better than the active thresholds, with a button that applies it; or that it is applied. */
export function Suggestion({ scope, figures, overrides }: Props) {
  const trpc = useTRPC();
  const own = ownOf(overrides, scope);
  const hasLines = own !== undefined && drawsLines(own.values);
  // Keyed by the version, so that nothing is scaled by a history that ends before it.
  const history = useQuery({
    ...trpc.thresholds.history.queryOptions(
      hasLines ? { scope: { ...scope }, limit: VERSIONS_READ, cursor: own.version + 1 } : skipToken,
    ),
    // What is open stays open while somebody else's change is read.
    placeholderData: keepPreviousData,
  });
  if (history.isError) return 'none while the history of its override can’t be read';
  if (hasLines && history.data === undefined) return <Loader size={14} aria-label="Reading its history" />;
  const scaling = hasLines ? scalingInForce(own.values, history.data?.items ?? []) : null;
  const inForce = linesOf(policyOf(overrides, scope));
  const base = scaling?.base ?? inForce;
  if (scaling !== null && stands(scaling, figures)) {
    return (
      <div className={classes.suggestion}>
        <span>applied: {scaling.factor.toFixed(2)} times as much is expected</span>
        <LineChange from={base} to={inForce} />
      </div>
    );
  }
  const factor = figures.suggestedFactor ?? (scaling === null ? null : 1);
  if (factor === null)
    return <Text size="xs">{`none yet: ${figures.suggestionWaitsFor ?? 'it may be right as it is'}`}</Text>;
  return <Proposal {...{ scope, figures, overrides, inForce }} scaling={{ factor, base }} />;
}

interface ProposalProps extends Props {
  scaling: Scaling;
  inForce: Lines;
}

function Proposal({ scope, figures, overrides, scaling, inForce }: ProposalProps) {
  const { factor, base } = scaling;
  const lines = factor === 1 ? base : scaledLines(scaling);
  const words =
    factor === 1
      ? 'expectations may be right again: undo the scaling'
      : `expect ${factor.toFixed(2)} times as much`;
  if (lines === null) {
    return (
      <div className={classes.suggestion}>
        <span>{words}</span>
        <Text size="xs" c="var(--cull-muted)">
          No override can: the kill threshold would be {(base.kill * factor).toFixed(2)} of what is expected
          now. The orchestrator has to send another expected ER.
        </Text>
      </div>
    );
  }
  return (
    <div className={classes.suggestion}>
      <span>{words}</span>
      <LineChange from={inForce} to={lines} />
      {isCapped(scaling) && (
        <Text size="xs" c="var(--cull-muted)">
          No threshold can be above 1.
        </Text>
      )}
      <ApplyControl
        scope={scope}
        values={valuesOf(lines)}
        label={`Apply the scaled thresholds to ${scope.id}`}
        does={
          scope.type === 'campaign'
            ? 'Applies to all variants of the campaign, also where their personas have thresholds of their own.'
            : 'Applies to all variants of the persona, unless their campaign has thresholds of its own.'
        }
        restsOn={`${scalingNote(scaling)} ${estimateWords(figures)}`}
        agreed="active"
        overrides={overrides}
        needsPreview
      />
    </div>
  );
}

function LineChange({ from, to }: { from: Lines; to: Lines }) {
  const words = (['kill', 'warn', 'healthy'] as const)
    .filter((line) => from[line] !== to[line])
    .map((line) => `${line} ${from[line]} → ${to[line]}`);
  return (
    <Text size="xs" c="var(--cull-muted)">
      {words.join(', ')}
    </Text>
  );
}

function estimateWords({ sessions, factor }: Figures): string {
  if (factor === null) return '';
  const [value, low, high] = [factor.value, factor.low, factor.high].map((ratio) => ratio.toFixed(3));
  return `Realized over expected is ${value} (95%: ${low} to ${high}) over ${formatCount(sessions)} sessions.`;
}
