import { DeadEnd } from '../../components/dead-end';

export default function NotFound() {
  return <DeadEnd title="Page not found">Check the address. The page may have been removed.</DeadEnd>;
}
