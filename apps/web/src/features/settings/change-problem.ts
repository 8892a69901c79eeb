import { saidBesides } from '../../components/said';
import { codeOf } from '../../trpc/provider';

/** Why a change to a person was refused, in words that name them; undefined where it was not. */
export function changeProblem(error: { message: string } | null, email: string): string | undefined {
  switch (codeOf(error)) {
    case 'CONFLICT':
      return `${email} is the last admin. Make somebody else an admin first.`;
    case 'NOT_FOUND':
      return `${email} is not one of the people any more.`;
    default:
      return saidBesides(error?.message, []);
  }
}
