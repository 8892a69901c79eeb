'use client';

import { formatCount } from '@cull/core';
import { Panel } from '../../components/panel';
import { Mark } from './mark';
import type { Status } from './status';
import classes from './system.module.css';

/** What waits in each queue. */
export function Queues({ status: { queues } }: { status: Status }) {
  return (
    <Panel title="Queues">
      {queues === null ? (
        <Mark isWell={false} words="The queue does not answer: what is waiting cannot be counted." />
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Queue</th>
              <th scope="col">Waiting</th>
              <th scope="col">Active</th>
              <th scope="col">Delayed</th>
              <th scope="col">Failed</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(queues).map(([name, { waiting, active, delayed, failed }]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{formatCount(waiting)}</td>
                <td>{formatCount(active)}</td>
                <td>{formatCount(delayed)}</td>
                <td>{formatCount(failed)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
