'use client';

import { formatCount } from '@cull/core';
import { formatAge } from '../../components/age';
import { Panel } from '../../components/panel';
import tables from '../../components/table.module.css';
import { Mark } from './mark';
import type { Status } from './status';

/** What waits in each queue. */
export function Queues({ status: { at, queues, queueProblem } }: { status: Status }) {
  return (
    <Panel title="Queues">
      {queueProblem !== null && <Mark isWell={false} words={`${queueProblem}.`} />}
      {queues === null ? (
        <Mark isWell={false} words="The queue does not answer: what is waiting cannot be counted." />
      ) : (
        <table className={tables.table} data-figures>
          <thead>
            <tr>
              <th scope="col">Queue</th>
              <th scope="col">Waiting</th>
              <th scope="col">Oldest job</th>
              <th scope="col">Active</th>
              <th scope="col">Delayed</th>
              <th scope="col">Failed</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(queues).map(([name, { waiting, oldestAt, active, delayed, failed }]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td data-label="Waiting">{formatCount(waiting)}</td>
                <td data-label="Oldest job">
                  {oldestAt === null ? '–' : formatAge(Date.parse(at) - Date.parse(oldestAt))}
                </td>
                <td data-label="Active">{formatCount(active)}</td>
                <td data-label="Delayed">{formatCount(delayed)}</td>
                <td data-label="Failed">{formatCount(failed)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
