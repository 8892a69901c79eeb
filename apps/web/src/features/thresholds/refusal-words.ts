import { saidBesides } from '../../components/said';
import { inWords } from './value-words';

/** Why a change of thresholds was refused: values by the names that the editor gives them, other fields by none. */
export function refusalWords(error: { readonly message: string } | null): string | undefined {
  return error === null ? undefined : saidBesides(inWords(error.message), []);
}
