import { type Difference, labelOf, valueWords } from '../thresholds/value-words';
import classes from './insights.module.css';

/** What would be changed, value by value: what holds, and what would hold. */
export function Changes({ changes }: { changes: readonly Difference[] }) {
  return (
    <ul className={classes.changes}>
      {changes.map(({ path, before, after }) => (
        <li key={path}>
          {labelOf(path)}: {valueWords(before)} → {valueWords(after)}
        </li>
      ))}
    </ul>
  );
}
