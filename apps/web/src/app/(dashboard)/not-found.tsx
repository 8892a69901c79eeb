import { DeadEnd } from '../../components/dead-end';

export default function NotFound() {
  return (
    <DeadEnd title="There is no such page">The address may be mistyped, or what it showed is gone.</DeadEnd>
  );
}
